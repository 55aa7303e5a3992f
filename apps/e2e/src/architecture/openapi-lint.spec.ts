import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './overlay.js';

const { redoclyFaults, spectralFaults } = (await import(join(ROOT, '.config/openapi-lint.js'))) as {
  redoclyFaults(root: string): Promise<string>;
  spectralFaults(root: string): Promise<string[]>;
};
const linters = { spectral: async (root: string) => (await spectralFaults(root)).join('\n'), redocly: redoclyFaults };

const PROBLEM = { $ref: '#/components/responses/Problem' };

/** What is left to ask for. */
const LEFT = Object.fromEntries(
  ['RateLimit', 'RateLimit-Policy', 'Retry-After'].map((name) => [
    name,
    { description: 'What is left', schema: { type: 'string' } },
  ]),
);

/** A document of one write, with which nothing is wrong. */
const document = () => ({
  openapi: '3.1.0',
  info: {
    title: 'Shelves',
    version: '1',
    description: 'Of shelves',
    license: { name: 'MIT', identifier: 'MIT' },
    contact: { name: 'Shelves' },
  },
  servers: [{ url: '/', description: 'The local one', 'x-internal': false }],
  tags: [{ name: 'Shelves', description: 'Where books stand' }],
  paths: {
    '/v1/shelves': {
      post: {
        operationId: 'PlantShelf',
        summary: 'Plant a shelf',
        description: 'Plants a shelf.',
        tags: ['Shelves'],
        security: [{ bearer: [] }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: {
                  name: { type: 'string', maxLength: 40, description: 'What it is called' },
                  wood: { $ref: '#/components/schemas/Wood', description: 'Of which wood it is' },
                },
              },
              example: { name: 'History' },
            },
          },
        },
        responses: {
          200: {
            description: 'It stands',
            headers: LEFT,
            content: { 'application/json': { schema: { type: 'object' } } },
          },
          ...Object.fromEntries([401, 422, 429, 500].map((status) => [status, PROBLEM])),
        },
      },
    },
  },
  components: {
    schemas: {
      Wood: {
        type: 'string',
        description: 'A wood',
        enum: ['oak', 'pine'],
        'x-enum-descriptions': ['Hard and dear', 'Soft and cheap'],
      },
    },
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Checked as RFC8725 asks' },
    },
    responses: {
      Problem: {
        description: 'Why not',
        headers: LEFT,
        content: { 'application/problem+json': { schema: { type: 'object' } } },
      },
    },
  },
});

type Whole = ReturnType<typeof document>;
type Write = Whole['paths']['/v1/shelves']['post'];
type Plant = (write: Write, whole: Whole) => unknown;

const BODY = 'application/json';
const LIMITED = { type: 'string', maxLength: 9, description: 'A code' };

const roots: string[] = [];
afterEach(() => roots.splice(0).forEach((root) => rmSync(root, { recursive: true })));

function saidOf(linter: keyof typeof linters, plant: Plant): Promise<string> {
  const planted = document();
  plant(planted.paths['/v1/shelves'].post, planted);
  const root = mkdtempSync(join(tmpdir(), 'takwin-openapi-'));
  roots.push(root);
  mkdirSync(join(root, 'libs/gateway'), { recursive: true });
  writeFileSync(join(root, 'libs/gateway/openapi.json'), JSON.stringify(planted));
  return linters[linter](root);
}

describe.each(['spectral', 'redocly'] as const)('%s', (linter) => {
  it('finds nothing in a document with which nothing is wrong', async () => {
    expect(await saidOf(linter, () => undefined)).toBe('');
  }, 60_000);
});

const BY_SPECTRAL: [fault: string, rule: string, plant: Plant][] = [
  ['an operation that nobody explains', 'operation-description', (write) => without(write, 'description')],
  ['an operation of a tag that nobody knows', 'operation-tag-defined', (write) => write.tags.push('Books')],
  [
    'an example that its own schema refuses',
    'oas3-valid-media-example',
    ({ requestBody }) => Object.assign(requestBody.content[BODY].example, { name: 'n'.repeat(41) }),
  ],
  [
    'a text of any length',
    'owasp:api4:2023-string-limit',
    ({ requestBody }) => without(requestBody.content[BODY].schema.properties.name, 'maxLength'),
  ],
  [
    'a code of any form',
    'owasp:api4:2023-string-restricted',
    ({ requestBody }) => Object.assign(requestBody.content[BODY].schema.properties, { code: LIMITED }),
  ],
  [
    'codes of any form in a list',
    'owasp:api4:2023-string-restricted',
    ({ requestBody }) =>
      Object.assign(requestBody.content[BODY].schema.properties, {
        codes: { type: 'array', maxItems: 2, items: LIMITED, description: 'Codes' },
      }),
  ],
  [
    'a parameter of any form',
    'owasp:api4:2023-string-restricted',
    (write) =>
      Object.assign(write, { parameters: [{ name: 'code', in: 'query', description: 'Which', schema: LIMITED }] }),
  ],
  [
    'a parameter that nobody explains',
    'oas3-parameter-description',
    (write) => Object.assign(write, { parameters: [{ name: 'shelf', in: 'query', schema: { type: 'boolean' } }] }),
  ],
  [
    'a property that nobody explains',
    'property-description',
    ({ requestBody }) => without(requestBody.content[BODY].schema.properties.name, 'description'),
  ],
  [
    'a reference that nobody explains where it stands',
    'property-description',
    ({ requestBody }) => without(requestBody.content[BODY].schema.properties.wood, 'description'),
  ],
  [
    'codes that nobody explains',
    'enum-descriptions',
    (_, { components }) => without(components.schemas.Wood, 'x-enum-descriptions'),
  ],
  ['a code that nobody explains', 'enum-descriptions', (_, { components }) => components.schemas.Wood.enum.push('ash')],
  ['a write that is open to all', 'owasp:api2:2023-write-restricted', (write) => write.security.pop()],
  [
    'an operation that never says who may not',
    'owasp:api8:2023-define-error-responses-401',
    ({ responses }) => without(responses, '401'),
  ],
];
const BY_REDOCLY: [fault: string, rule: string, plant: Plant][] = [
  ['an operation without a summary', 'operation-summary', (write) => without(write, 'summary')],
  [
    'an operation that refuses nothing',
    'operation-4xx-response',
    ({ responses }) => ['401', '422', '429'].map((status) => without(responses, status)),
  ],
  ['no licence', 'info-license', (_, { info }) => without(info, 'license')],
];
const without = (from: object, name: string): boolean => Reflect.deleteProperty(from, name);

describe('what integrators are served', () => {
  it.each(BY_SPECTRAL)(
    'is refused by Spectral with %s',
    async (_, rule, plant) => {
      expect(await saidOf('spectral', plant)).toContain(rule);
    },
    60_000,
  );

  it.each(BY_REDOCLY)(
    'is refused by Redocly with %s',
    async (_, rule, plant) => {
      expect(await saidOf('redocly', plant)).toContain(rule);
    },
    60_000,
  );
});
