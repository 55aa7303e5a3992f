import { Controller, Get, Patch, Post } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Words } from '../errors/words.js';
import { wordsOfField } from '../graphql/words.js';
import { codeList } from '../schema/code-list.js';
import { command, conditional, INSTEAD_OF, query } from '../schema/schema.js';
import { CSV } from './csv-reply.js';
import { openApiOf } from './openapi.js';
import { FileBody, Runs, Sends, Tagged } from './operation.js';

const Ask = query('Ask', { auditor: 'programme' }, {}, { summary: 'Ask', description: 'Asks' });
const Told = query('Told', { auditor: 'programme' }, { lang: z.string() }, { summary: 'Told', description: 'Is told' });

@Controller('v1/reports')
class Reports {
  @Get('rows.csv')
  @Runs(Ask)
  @Sends(CSV)
  rows() {}

  @Get('whole.csv')
  @Runs(Ask)
  @Sends(CSV)
  @Tagged()
  whole() {}

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

const FindShelf = query(
  'FindShelf',
  { auditor: 'programme' },
  {
    id: z.uuid().optional(),
    mark: z
      .string()
      .optional()
      .meta({ [INSTEAD_OF]: 'id' }),
  },
  { summary: 'Find', description: 'Finds', mayConflict: true },
);
const ChangeShelf = command(
  'ChangeShelf',
  { 'programme-admin': 'programme' },
  { id: z.uuid(), ...conditional, name: z.string() },
  { summary: 'Change', description: 'Changes' },
);
const Book = z
  .object({ volume: z.object({ id: z.uuid() }).meta({ id: 'Volume' }), page: z.int() })
  .meta({ id: 'Book' });
const Lend = command(
  'Lend',
  { 'programme-admin': 'programme' },
  {
    books: z.array(Book).optional(),
    ...{ title: z.string().optional(), author: z.string().optional() },
  },
  { summary: 'Lend', description: 'Lends', exactlyOne: { books: [], title: ['author'] } },
);

@Controller('v1/halls')
class Halls {
  @Get(':id')
  @Runs(FindShelf, z.object({ name: z.string() }).meta({ id: 'Hall' }))
  find() {}

  @Patch(':id')
  @Runs(ChangeShelf, z.object({ name: z.string() }).meta({ id: 'Hall' }))
  change() {}

  @Post('lend')
  @Runs(Lend, z.object({ lent: z.int() }).meta({ id: 'Lent' }))
  lend() {}
}

const Wood = codeList('Wood', 'A wood', { oak: 'Hard and dear', pine: 'Soft and cheap' });
const BoardView = z
  .object({
    wood: Wood.nullable(),
    core: Wood.describe('Under the veneer'),
    sides: z.array(z.object({ region: z.string() })),
    region: z.string().describe('Where it grew'),
  })
  .meta({ id: 'Board' });

@Controller('v1/boards')
class Boards {
  @Get()
  @Runs(Ask, BoardView)
  ask() {}
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

  it('says that text which is sent whole has an ETag, and that what streams has none', () => {
    const { paths } = documentOf(Reports);
    const whole = paths['/v1/reports/whole.csv']!.get!.responses as Record<string, object>;
    expect(whole[200]).toMatchObject({ headers: { ETag: {} } });
    expect(Object.keys(whole)).toContain('304');
    expect(Object.keys(paths['/v1/reports/rows.csv']!.get!.responses as object)).not.toContain('304');
  });

  it('does not show beside an id in the path what stands instead of it', () => {
    const { parameters } = documentOf(Halls).paths['/v1/halls/{id}']!.get!;
    expect(parameters.map(({ name }) => name)).toEqual(['id']);
  });

  it('says of a read which ones what is there now may not allow', () => {
    const { paths } = documentOf(Halls);
    expect(Object.keys(paths['/v1/halls/{id}']!.get!.responses as object)).toContain('409');
    expect(Object.keys(documentOf(Boards).paths['/v1/boards']!.get!.responses as object)).not.toContain('409');
  });

  it('says of what names things deep in its body, in a part of its own too, that they may not be there', () => {
    expect(Object.keys(documentOf(Halls).paths['/v1/halls/lend']!.post!.responses as object)).toContain('404');
  });

  it('says of which fields exactly one is said, and which may be said beside one of them alone', () => {
    const { requestBody } = documentOf(Halls).paths['/v1/halls/lend']!.post!;
    const oneOf = [{ required: ['books'] }, { required: ['title'] }];
    const schema = { oneOf, dependentRequired: { author: ['title'] } };
    expect(requestBody).toMatchObject({ content: { 'application/json': { schema } } });
  });

  it('tells which ETags are a condition, for those of lists are none', () => {
    const { parameters } = documentOf(Halls).paths['/v1/halls/{id}']!.patch!;
    const [condition] = parameters.filter(({ name }) => name === 'If-Match');
    expect(condition).toMatchObject({
      required: true,
      description: expect.stringMatching(/^The version .* such as a list, is refused/),
    });
  });

  it('tells of a key that a refusal is not kept', () => {
    const { parameters } = documentOf(Halls).paths['/v1/halls/lend']!.post!;
    const [key] = parameters.filter(({ name }) => name === 'Idempotency-Key');
    expect(key!.description).toContain('judged anew');
  });

  it('describes what refusals tell beside their codes', () => {
    const { properties } = documentOf(Halls).components.schemas['Problem'] as { properties: object };
    const more = ['hint', 'trace', 'current', 'state', 'from', 'to', 'alternatives'];
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(more));
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
    const statuses = [
      '200',
      '400',
      '401',
      '403',
      '404',
      '406',
      '409',
      '413',
      '415',
      '422',
      '500',
      '503',
      '504',
      'default',
    ];
    expect(Object.keys(post!.responses as object)).toEqual(statuses);
    expect(components.responses.Conflict).toMatchObject({ description: expect.stringContaining('SHELF_IS_FULL') });
    expect(post!.requestBody).toMatchObject({ content: { 'application/json': { example: { name: 'History' } } } });
    expect(components.examples.Shelf).toMatchObject({ value: { name: 'History', books: 12 } });
  });

  it('says what each property holds: by itself, by what it is, or by its name in the graph', () => {
    const { properties } = documentOf(Boards).components.schemas['Board'] as { properties: object };
    const region = { description: wordsOfField('', 'region') };
    expect(properties).toMatchObject({
      wood: { description: 'A wood' },
      core: { description: 'Under the veneer' },
      sides: { items: { properties: { region } } },
      region: { description: 'Where it grew' },
    });
  });

  it('says what each code of a list means, for people and for generators of clients', () => {
    expect(documentOf(Boards).components.schemas['Wood']).toMatchObject({
      enum: ['oak', 'pine'],
      'x-enum-descriptions': ['Hard and dear', 'Soft and cheap'],
      description: 'A wood:\n- `oak`: Hard and dear\n- `pine`: Soft and cheap',
    });
  });

  it('is refused where an operation does not say what it answers', () => {
    expect(() => documentOf(Mute)).toThrow('Ask does not say what it answers');
  });
});
