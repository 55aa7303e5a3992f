import { Controller, Get, Post } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { query } from '../schema/schema.js';
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

@Controller('v1/mute')
class Mute {
  @Get()
  @Runs(Ask)
  ask() {}
}

const documentOf = (type: new () => object) =>
  openApiOf({ get: () => ({ getControllers: () => [{ metatype: type, instance: new type() }] }) } as never, 'reports');

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
    expect(Object.keys(responses as object)).toEqual(['202', '413', '415', 'default']);
  });

  it('is refused where an operation does not say what it answers', () => {
    expect(() => documentOf(Mute)).toThrow('Ask does not say what it answers');
  });
});
