import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SampleModule } from '../testing/sample-service.js';
import { testService, type TestService } from '../testing/service.js';
import { testTokens, type TestTokens } from '../testing/tokens.js';

let tokens: TestTokens;
let service: TestService;
let token: string;
beforeAll(async () => {
  tokens = await testTokens();
  service = await testService(SampleModule, { env: tokens.env });
  token = await tokens.of({ role: 'programme-admin' });
});
afterAll(async () => {
  await service?.close();
  await tokens?.close();
});

type Answer = { errors?: { message: string; extensions: { code: string; errors?: object[] } }[] };

async function ask(query: string, variables: string = '{}'): Promise<[status: number, answer: Answer]> {
  const response = await fetch(`${service.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
  });
  return [response.status, (await response.json()) as Answer];
}
const codeOf = async (...asked: Parameters<typeof ask>): Promise<[number, string | undefined]> => {
  const [status, { errors }] = await ask(...asked);
  expect(JSON.stringify(errors)).not.toMatch(/call stack/);
  return [status, errors?.[0]?.extensions.code];
};

const PLACE = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { id } }';
const ENTITIES = 'query ($of: [_Any!]!) { _entities(representations: $of) { __typename } }';
const lists = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const objects = (depth: number, name = '"a"'): string => `{${name}:`.repeat(depth) + '1' + '}'.repeat(depth);

describe('a subgraph', () => {
  it.each(['5', 'true', '"x"', '[1]', '{"table":5}', lists(20_000), objects(20_000)])(
    'refuses a variable of another type with 400 and the faults of its use case: %.20s',
    async (input) => {
      const [status, { errors }] = await ask(PLACE, `{"input":${input}}`);
      expect([status, errors]).toMatchObject([400, [{ extensions: { code: 'INVALID_INPUT', status: 422 } }]]);
      expect(errors![0]!.extensions).not.toHaveProperty('http');
    },
  );

  it('refuses a variable of a query so too, whatever its type', async () => {
    const list = 'query ($first: Int, $dish: Dish) { orders(first: $first, dish: $dish) { totalCount } }';
    for (const variables of ['{"first":"x"}', '{"first":[[1]]}', '{"dish":5}', '{"dish":{"a":1}}'])
      expect(await codeOf(list, variables)).toEqual([400, 'INVALID_INPUT']);
  });

  it('takes null for what may be left out, in a variable, in the document and within an input', async () => {
    const listed = await ask('{ orders(after: null, dish: null, table: null, q: null) { pageInfo { hasNextPage } } }');
    expect(listed).toMatchObject([200, { data: { orders: { pageInfo: { hasNextPage: false } } } }]);
    const table = '019ab000-0000-7000-8000-000000000000';
    const literal = `mutation { placeOrder(input: {table: "${table}", dish: TAJINE, guests: 2, note: null}) { note } }`;
    const placed = [200, { data: { placeOrder: { id: expect.any(String) } } }];
    expect(await ask(literal.replace('{ note }', '{ id }'))).toMatchObject(placed);
    const input = { table, dish: 'TAJINE', guests: 2, note: null };
    expect(await ask(PLACE, JSON.stringify({ input }))).toMatchObject(placed);
    const refused = JSON.stringify({ input: { ...input, guests: 'x' } });
    const [, { errors }] = await ask(PLACE, refused);
    expect(errors![0]!.extensions.errors).toMatchObject([{ path: 'guests' }]);
    expect(errors![0]!.extensions.errors).toHaveLength(1);
  });

  it.each([
    ['lists', `{ orders(first: ${lists(20_000)}) { totalCount } }`],
    ['objects', `mutation { placeOrder(input: ${objects(20_000, 'a')}) { id } }`],
    ['fields', '{a'.repeat(20_000) + '}'.repeat(20_000)],
    ['types', `query ($a: ${'['.repeat(20_000)}Int${']'.repeat(20_000)}) { __typename }`],
  ])('refuses a document of %s too deep inside each other with 400 and a code', async (_, query) => {
    expect(await codeOf(query)).toEqual([400, 'QUERY_TOO_DEEP']);
  });

  it.each(['5', 'null', '[]', '{"a":1}', '"no id"', '"\\u0000"'])(
    'refuses a representation by itself whose key is none, and answers the others: %s',
    async (id) => {
      const found = '{"__typename":"Order","id":"019ab000-0000-7000-8000-000000000000"}';
      const [status, answer] = await ask(ENTITIES, `{"of":[${found},{"__typename":"Order","id":${id}},${found}]}`);
      const fault = { path: 'representations.1.id' };
      expect([status, answer]).toMatchObject([
        200,
        { errors: [{ path: ['_entities', 1], extensions: { code: 'INVALID_INPUT', status: 422, errors: [fault] } }] },
      ]);
      expect(answer.errors).toHaveLength(1);
    },
  );

  it.each(['subscription { orders { totalCount } }', 'subscription { __typename }'])(
    'refuses a kind of operation that it has not: %s',
    async (text) => expect((await codeOf(text))[1]).toMatch(/^(OPERATION_NOT_OFFERED|GRAPHQL_VALIDATION_FAILED)$/),
  );

  it.each([
    '5',
    '"x"',
    '{"a":1}',
    '{"__typename":"Nothing","id":"x"}',
    '{"__typename":"Query"}',
    '{"__typename":{"toString":1}}',
    objects(20_000),
  ])('refuses a representation of nothing that it has: %.20s', async (one) => {
    expect((await codeOf(ENTITIES, `{"of":[${one}]}`))[1]).toBe('BAD_USER_INPUT');
  });
});
