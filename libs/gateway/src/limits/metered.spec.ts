import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { trustOf } from '@takwin/platform/auth';
import { AppEnv, readEnv } from '@takwin/platform/config';
import { testTokens, type TestTokens } from '@takwin/platform/testing';
import type { Settings } from '../gateway.js';
import { PLANNING } from '../graph/limits.js';
import { gatewayBefore } from '../testing/toy-gateway.js';
import { ToySubgraphs } from '../testing/toy-subgraphs.js';

const toys = new ToySubgraphs();
const many = { points: 1_000, seconds: 3_600 };
let tokens: TestTokens;
let gateway: Awaited<ReturnType<typeof gatewayBefore>> | undefined;

beforeAll(async () => {
  await toys.start();
  tokens = await testTokens();
});
afterEach(async () => {
  await gateway?.close();
  expect(gateway?.defects).toEqual([]);
  gateway = undefined;
});
afterAll(async () => {
  await tokens.close();
  await toys.stop();
});

const start = async (settings: Partial<Settings>) => {
  const trust = trustOf(readEnv(AppEnv, tokens.env), 'gateway');
  return (gateway = await gatewayBefore(toys, { trust, ...settings }));
};
const get = (headers: Record<string, string> = {}, path = '/v1/nowhere') => fetch(gateway!.url + path, { headers });
const bearer = async (subject: string) => ({
  authorization: `Bearer ${await tokens.of({ role: 'integrator', subject })}`,
});
/** What is left of the bucket of this kind, as an answer tells it. */
const left = ({ headers }: { headers: Headers }, kind: string) =>
  Number(new RegExp(`"${kind}";r=(\\d+)`).exec(headers.get('ratelimit') ?? '')?.[1]);

describe('who asks more than may be asked', () => {
  const few = { client: { points: 2, seconds: 3_600 }, address: many };

  it('is refused by name over REST, and told when to ask again and what there is', async () => {
    await start({ quotas: few });
    const token = await bearer('amal');
    const first = await get(token);
    expect(first.status).toBe(404);
    expect(first.headers.get('ratelimit-policy')).toBe('"client";q=2;w=3600, "address";q=1000;w=3600');
    expect(first.headers.get('ratelimit')).toBe('"client";r=1;t=1800, "address";r=999;t=4');
    await get(token);
    const refused = await get({ ...token, 'accept-language': 'en' });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('content-type')).toMatch('application/problem+json');
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(1_790);
    expect(left(refused, 'client')).toBe(0);
    expect(await refused.json()).toMatchObject({
      type: '/docs/refusals/TOO_MANY_REQUESTS',
      status: 429,
      code: 'TOO_MANY_REQUESTS',
      seconds,
      detail: expect.stringContaining(`${seconds} seconds`),
    });
    expect(await (await fetch(`${gateway!.url}/metrics`)).text()).toContain(
      'takwin_gateway_rate_refused_total{bucket="client"} 1',
    );
  });

  it('is refused by the same name over GraphQL', async () => {
    await start({ quotas: few });
    const token = await bearer('amal');
    await get(token);
    await get(token);
    const { status, headers, body } = await gateway!.ask({ query: '{ skus }' }, token);
    expect(status).toBe(429);
    expect(headers.get('retry-after')).toMatch(/^\d+$/);
    expect(left({ headers }, 'client')).toBe(0);
    expect(body.errors).toMatchObject([{ extensions: { code: 'TOO_MANY_REQUESTS', status: 429 } }]);
  });

  it('takes nothing from others', async () => {
    await start({ quotas: few });
    for (let asked = 0; asked < 3; asked++) await get(await bearer('amal'));
    expect((await get(await bearer('badr'))).status).toBe(404);
  });

  it('is counted by address without a token, and with one that is not believed', async () => {
    await start({ quotas: { client: { points: 1, seconds: 3_600 }, address: { points: 3, seconds: 3_600 } } });
    const forged = { authorization: `Bearer ${await tokens.forged({ role: 'integrator', subject: 'amal' })}` };
    for (const headers of [forged, forged, {}]) {
      const answer = await get(headers);
      expect([answer.status, answer.headers.get('ratelimit-policy')]).toEqual([404, '"address";q=3;w=3600']);
    }
    expect((await get()).status).toBe(429);
  });

  it('may still be asked for health, and collected of', async () => {
    await start({ quotas: { client: many, address: { points: 1, seconds: 3_600 } } });
    await get();
    expect((await get()).status).toBe(429);
    expect((await get({}, '/health/live')).status).toBe(200);
    expect((await get({}, '/metrics')).status).toBe(200);
  });
});

describe('an address', () => {
  const one = { client: many, address: { points: 1, seconds: 3_600 } };

  it('is the one that connects, whatever a caller says', async () => {
    await start({ quotas: one });
    await get({ 'x-forwarded-for': '198.51.100.1' });
    expect((await get({ 'x-forwarded-for': '198.51.100.2' })).status).toBe(429);
  });

  it('is the one that a proxy of ours was asked by, whatever a caller says', async () => {
    await start({ quotas: one, proxies: 1 });
    expect((await get({ 'x-forwarded-for': '203.0.113.9, 198.51.100.1' })).status).toBe(404);
    expect((await get({ 'x-forwarded-for': '203.0.113.9, 198.51.100.2' })).status).toBe(404);
    expect((await get({ 'x-forwarded-for': '203.0.113.8, 198.51.100.1' })).status).toBe(429);
  });
});

describe('a query', () => {
  const quotas = { client: many, address: many };
  const query = '{ people(first: 2) { name } }';

  it('costs the making of its plan when its text is new', async () => {
    await start({ quotas });
    const [first, again] = [await gateway!.ask({ query }), await gateway!.ask({ query })];
    expect(left(first, 'address')).toBe(many.points - 1 - PLANNING);
    expect(left(again, 'address')).toBe(many.points - 2 - PLANNING);
  });

  it('costs by what it may bring', async () => {
    await start({ quotas });
    const wide = 'query ($first: Int!) { people(first: $first) { name academy { title } registrations { id } } }';
    const [few, all] = [1, 100].map((first) => ({ query: wide, variables: { first } }));
    await gateway!.ask(few!);
    const before = left(await gateway!.ask(few!), 'address');
    expect(before - left(await gateway!.ask(all!), 'address')).toBeGreaterThan(10);
  });

  it('is not planned for who cannot pay, and is told so', async () => {
    await start({ quotas: { client: many, address: { points: PLANNING, seconds: 3_600 } } });
    toys.counts();
    const { status, headers, body } = await gateway!.ask({ query });
    expect(status).toBe(429);
    expect(headers.get('retry-after')).toMatch(/^\d+$/);
    expect(body.data).toBeUndefined();
    expect(body.errors).toMatchObject([{ extensions: { code: 'TOO_MANY_REQUESTS', status: 429 } }]);
    expect(body.errors![0]!.extensions.seconds).toBe(Number(headers.get('retry-after')));
    expect(toys.counts()).toEqual({});
  });
});

describe('while the keys of the issuer cannot be had', () => {
  it('callers are counted by address, and not kept waiting', async () => {
    const env = { ...tokens.env, OIDC_JWKS_URL: 'http://127.0.0.1:1/jwks' };
    await start({ trust: trustOf(readEnv(AppEnv, env), 'gateway'), quotas: { client: many, address: many } });
    const token = await bearer('amal');
    for (let asked = 0; asked < 3; asked++)
      expect((await get(token)).headers.get('ratelimit-policy')).toBe('"address";q=1000;w=3600');
  });
});
