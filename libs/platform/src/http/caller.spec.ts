import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiOf } from '../testing/api.js';
import { SampleService, SampleModule } from '../testing/sample-service.js';
import { testService, type TestService } from '../testing/service.js';
import { testTokens, type TestTokens } from '../testing/tokens.js';

let tokens: TestTokens;
let service: TestService;
let kitchen: SampleService;
let api: ReturnType<typeof apiOf>;

beforeAll(async () => {
  tokens = await testTokens();
  service = await testService(SampleModule, { env: tokens.env });
  kitchen = service.get(SampleService);
  api = apiOf(service.url, await tokens.of({ role: 'programme-admin' }));
});
afterAll(async () => {
  await service?.close();
  await tokens?.close();
});

const said = async (headers: Record<string, string>) => {
  kitchen.ran.length = 0;
  const { status, body } = await api.post('/v1/orders', order, { headers });
  const [ran] = kitchen.ran;
  return ran ? { key: ran.actor.keyed?.key } : [status, body.code, body.errors[0].path];
};
const order = { table: '019ab000-0000-7000-8000-000000000000', dish: 'tajine', guests: 2 };

describe('a header that bears on writes', () => {
  it('is told with the caller', async () => {
    const longest = 'k'.repeat(255);
    expect(await said({ 'idempotency-key': longest })).toEqual({ key: longest });
    expect(await said({})).toEqual({ key: undefined });
  });

  it.each(['', 'k'.repeat(256), 'a b', 'é', '"quoted"'])('is refused as the Idempotency-Key %j', async (key) => {
    expect(await said({ 'idempotency-key': key })).toEqual([422, 'INVALID_INPUT', 'idempotency-key']);
  });
});

describe('what an Idempotency-Key is the key of', () => {
  const headers = { 'idempotency-key': 'evening' };
  const keyedBy = async (asking: () => Promise<unknown>) => {
    kitchen.ran.length = 0;
    await asking();
    return kitchen.ran.map(({ actor }) => actor.keyed);
  };
  const ordering = (about: object) => keyedBy(() => api.post('/v1/orders', about, { headers }));

  it('is all that a write asks, whatever the order of its fields', async () => {
    const [first] = await ordering(order);
    const { table, ...rest } = order;
    expect(await ordering({ ...rest, table })).toEqual([first]);
    const [other] = await ordering({ ...order, guests: 3 });
    expect(other).toEqual({ ...first, asked: expect.not.stringMatching(first!.asked) });
  });

  it('is each field of a document by itself', async () => {
    const mutation = `mutation ($o: PlaceOrderInput!) { placeOrder(input: $o) { id } again: placeOrder(input: $o) { id } }`;
    const keyed = await keyedBy(() => api.graphql(mutation, { o: { ...order, dish: 'TAJINE' } }, { headers }));
    expect(keyed.map((one) => one?.place)).toEqual(['placeOrder', 'again']);
  });

  it('is never a query', async () => {
    expect(await keyedBy(() => api.get('/v1/orders', { headers }))).toEqual([undefined]);
  });
});
