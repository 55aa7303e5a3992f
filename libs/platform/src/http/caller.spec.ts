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
  const { status, body } = await api.get('/v1/orders', { headers });
  const [ran] = kitchen.ran;
  return ran ? { key: ran.actor.idempotencyKey } : [status, body.code, body.errors[0].path];
};

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
