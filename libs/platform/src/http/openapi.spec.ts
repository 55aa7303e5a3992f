import { Controller, Get, Post } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Words } from '../errors/words.js';
import { command, query } from '../schema/schema.js';
import { CSV } from './csv-reply.js';
import { openApiOf } from './openapi.js';
import { FileBody, Runs, Sends } from './operation.js';

const Ask = query('Ask', { auditor: 'programme' }, {}, { summary: 'Ask', description: 'Asks' });
const Told = query('Told', { auditor: 'programme' }, { lang: z.string() }, { summary: 'Told', description: 'Is told' });

@Controller('v1/reports')
class Reports {
  @Get('rows.csv')
  @Runs(Ask)
  @Sends(CSV)
  rows() {}

  @Post()
  @Runs(Told, z.object({ rows: z.int() }), 202)
  take(@FileBody() _file: AsyncIterable<Uint8Array>) {}
}

const PlantShelf = command(
  'PlantShelf',
  { 'programme-admin': 'programme' },
  {
    id: z.uuid(),
    name: z
      .string()
      .max(40)
      .meta({ examples: ['History'] }),
  },
  { summary: 'Plant', description: 'Plants' },
);

@Controller('v1/shelves')
class Shelves {
  @Post(':id/plant')
  @Runs(PlantShelf, z.object({ name: z.string(), books: z.int() }).meta({ id: 'Shelf' }))
  plant() {}
}

@Controller('v1/mute')
class Mute {
  @Get()
  @Runs(Ask)
  ask() {}
}

const WORDS = new Words({
  refusals: { SHELF_IS_FULL: { status: 409, en: ['', ''], fr: ['', ''], ar: ['', ''] } },
  faults: {},
  terms: {},
});

function documentOf(type: new () => object) {
  const discovered = { getControllers: () => [{ metatype: type, instance: new type() }] };
  return openApiOf({ get: (token: unknown) => (token === Words ? WORDS : discovered) } as never, 'reports');
}

describe('the OpenAPI document of a service', () => {
  it('says the media type of what is not JSON', () => {
    expect(documentOf(Reports).paths['/v1/reports/rows.csv']!.get!.responses).toMatchObject({
      200: { content: { 'text/csv': { schema: { type: 'string' } } } },
    });
  });

  it('says of a file its media types and how large it may be, and takes all else in the URL', () => {
    const { requestBody, parameters, responses } = documentOf(Reports).paths['/v1/reports']!.post!;
    expect(requestBody).toMatchObject({
      description: expect.stringContaining('64 MiB'),
      content: { 'text/csv': { schema: { type: 'string' } }, 'application/octet-stream': {} },
    });
    expect(parameters).toMatchObject([{ name: 'lang', in: 'query' }]);
    expect(Object.keys(responses as object)).toEqual(expect.arrayContaining(['202', '413', '415', 'default']));
  });

  it('says what an operation is about, how it may be refused and by which codes, and shows what it answers', () => {
    const { paths, components } = documentOf(Shelves);
    const { post } = paths['/v1/shelves/{id}/plant']!;
    expect(post).toMatchObject({
      tags: ['Shelves'],
      summary: 'Plant',
      description: 'Plants',
      operationId: 'PlantShelf',
    });
    const statuses = ['200', '400', '401', '403', '404', '409', '413', '415', '422', '500', '503', '504', 'default'];
    expect(Object.keys(post!.responses as object)).toEqual(statuses);
    expect(components.responses.Conflict).toMatchObject({ description: expect.stringContaining('SHELF_IS_FULL') });
    expect(post!.requestBody).toMatchObject({ content: { 'application/json': { example: { name: 'History' } } } });
    expect(components.examples.Shelf).toMatchObject({ value: { name: 'History', books: 12 } });
  });

  it('is refused where an operation does not say what it answers', () => {
    expect(() => documentOf(Mute)).toThrow('Ask does not say what it answers');
  });
});
