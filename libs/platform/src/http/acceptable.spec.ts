import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiOf } from '../testing/api.js';
import { SampleModule, SampleService } from '../testing/sample-service.js';
import { testService, type TestService } from '../testing/service.js';
import { testTokens, type TestTokens } from '../testing/tokens.js';
import { isAcceptable } from './acceptable.js';

const SIGNED = ['application/vc', 'application/vc+jwt'];

it.each([
  [undefined, ['application/json']],
  ['', ['application/json']],
  ['*/*', ['text/csv']],
  ['application/json', ['application/json']],
  ['application/problem+json', ['application/json']],
  ['text/html, application/xml;q=0.9, */*;q=0.8', ['application/json']],
  ['text/*', ['text/csv']],
  ['APPLICATION/JSON; charset=utf-8', ['application/json']],
  ['application/vc+jwt', SIGNED],
  ['application/jwt', SIGNED],
  ['application/vc+ld+json', SIGNED],
] as const)('an Accept of %s takes %s', (accept, available) => {
  expect(isAcceptable(accept, available)).toBe(true);
});

it.each([
  ['text/csv', ['application/json']],
  ['image/*, text/html', ['application/json']],
  ['application/json;q=0', ['application/json']],
  ['application/json; q=0.000, text/csv', ['application/json']],
  ['application/pdf', SIGNED],
  ['nonsense', ['application/json']],
] as const)('an Accept of %s takes nothing of %s', (accept, available) => {
  expect(isAcceptable(accept, available)).toBe(false);
});

describe('an operation of REST', () => {
  let tokens: TestTokens;
  let service: TestService;
  let api: ReturnType<typeof apiOf>;
  beforeAll(async () => {
    tokens = await testTokens();
    service = await testService(SampleModule, { env: tokens.env });
    api = apiOf(service.url, await tokens.of({ role: 'programme-admin' }));
  });
  afterAll(async () => {
    await service?.close();
    await tokens?.close();
  });

  it('is not done for who takes no form of its answer, and names those that there are', async () => {
    const order = { table: crypto.randomUUID(), dish: 'tajine', guests: 2 };
    const refused = await api.post('/v1/orders', order, { headers: { accept: 'text/csv' } });
    expect(refused).toMatchObject({
      status: 406,
      body: { code: 'NOT_ACCEPTABLE', available: ['application/json'] },
    });
    expect(refused.headers.get('content-type')).toMatch('application/problem+json');
    expect(service.get(SampleService).ran).toEqual([]);
    expect((await api.post('/v1/orders', order, { headers: { accept: 'application/json' } })).status).toBe(201);
    expect((await api.as().post('/v1/orders', order, { headers: { accept: 'text/csv' } })).status).toBe(401);
  });

  it('is refused by any other method with those of its path, and with a body of another type', async () => {
    for (const method of ['DELETE', 'PUT', 'PATCH', 'OPTIONS']) {
      const { status, headers } = await fetch(`${service.url}/v1/orders`, { method });
      expect([method, status, headers.get('allow')]).toEqual([method, 405, 'GET, HEAD, POST']);
    }
    const typed = await api.post('/v1/orders', 'dish', { headers: { 'content-type': 'text/plain' } });
    expect(typed).toMatchObject({
      status: 415,
      body: { code: 'UNSUPPORTED_MEDIA_TYPE', accepted: ['application/json'] },
    });
    expect(typed.headers.get('accept')).toBe('application/json');
  });
});
