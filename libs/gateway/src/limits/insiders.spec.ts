import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { trustOf } from '@takwin/platform/auth';
import { AppEnv, readEnv } from '@takwin/platform/config';
import { testTokens, type TestTokens } from '@takwin/platform/testing';
import { gatewayBefore } from '../testing/toy-gateway.js';
import { ToySubgraphs } from '../testing/toy-subgraphs.js';

const toys = new ToySubgraphs();
let tokens: TestTokens;
let closed: Awaited<ReturnType<typeof gatewayBefore>>;
let inside: Awaited<ReturnType<typeof gatewayBefore>>;

beforeAll(async () => {
  await toys.start();
  tokens = await testTokens();
  const trust = trustOf(readEnv(AppEnv, tokens.env), 'gateway');
  closed = await gatewayBefore(toys, { trust, openSchema: false, metricsInside: false });
  inside = await gatewayBefore(toys, { trust, openSchema: false, metricsInside: true, proxies: 1 });
});
afterAll(async () => {
  for (const gateway of [closed, inside]) {
    await gateway.close();
    expect(gateway.defects).toEqual([]);
  }
  await tokens.close();
  await toys.stop();
});

type Claims = Parameters<TestTokens['of']>[0];
const headersOf = async (claims: Claims | undefined): Promise<Record<string, string>> =>
  claims ? { authorization: `Bearer ${await tokens.of(claims)}` } : {};

describe('metrics', () => {
  it.each<[string, Claims | undefined, number, string | undefined]>([
    ['nobody', undefined, 401, 'UNAUTHENTICATED'],
    ['a candidate', { role: 'candidate' }, 403, 'FORBIDDEN'],
    ['an integrator of another scope', { role: 'integrator', scopes: ['results'] }, 403, 'FORBIDDEN'],
    ['a collector with the scope', { role: 'integrator', scopes: ['metrics'] }, 200, undefined],
    ['who runs the programme', { role: 'programme-admin' }, 200, undefined],
  ])('are told to %s as its token says', async (_, claims, status, code) => {
    const answer = await fetch(`${closed.url}/metrics`, { headers: await headersOf(claims) });
    expect(answer.status).toBe(status);
    const text = await answer.text();
    if (code) expect(JSON.parse(text)).toMatchObject({ code });
    else expect(text).toContain('takwin_gateway_rate_shared');
  });

  it('are told past the proxies without a token where that is set, and through them with one', async () => {
    expect((await fetch(`${inside.url}/metrics`)).status).toBe(200);
    const through = { 'x-forwarded-for': '198.51.100.1' };
    expect((await fetch(`${inside.url}/metrics`, { headers: through })).status).toBe(401);
    const token = await headersOf({ role: 'integrator', scopes: ['metrics'] });
    expect((await fetch(`${inside.url}/metrics`, { headers: { ...through, ...token } })).status).toBe(200);
  });
});

describe('the schema', () => {
  const asked = [
    '{ __schema { types { name } } }',
    '{ __type(name: "Person") { name } }',
    'query { ...schema } fragment schema on Query { __schema { queryType { name } } }',
  ];

  it.each<[string, Claims | undefined, number, string | undefined]>([
    ['nobody', undefined, 401, 'UNAUTHENTICATED'],
    ['a candidate', { role: 'candidate' }, 403, 'FORBIDDEN'],
    ['an academy', { role: 'academy-manager' }, 403, 'FORBIDDEN'],
    ['an integrator', { role: 'integrator' }, 200, undefined],
    ['an auditor', { role: 'auditor' }, 200, undefined],
    ['who runs the programme', { role: 'programme-admin' }, 200, undefined],
  ])('is shown to %s as its token says', async (_, claims, status, code) => {
    for (const query of asked) {
      const { status: answered, body } = await closed.ask({ query }, await headersOf(claims));
      expect(answered).toBe(status);
      expect(body.errors?.[0]?.extensions.code).toBe(code);
      expect(Boolean(body.data)).toBe(status === 200);
    }
  });

  it('is not told by what is said of a field that it has not, and types are named to all', async () => {
    const { body } = await closed.ask({ query: '{ people(first: 1) { nam } }' });
    expect(JSON.stringify(body)).not.toMatch(/name|Did you mean/);
    expect((await closed.ask({ query: '{ __typename }' })).body).toMatchObject({ data: { __typename: 'Query' } });
    const told = await closed.ask({ query: '{ people(first: 1) { nam } }' }, await headersOf({ role: 'auditor' }));
    expect(JSON.stringify(told.body)).toContain('Did you mean');
  });
});
