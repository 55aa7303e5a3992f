import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { apiOf, type ApiAnswer } from '../testing/api.js';
import { SampleService, SampleModule } from '../testing/sample-service.js';
import { testService, type TestService } from '../testing/service.js';
import { testTokens, type TestTokens } from '../testing/tokens.js';

const manager = { role: 'academy-manager' as const };
const ACADEMY = '8f14e45f-ceea-467f-a8f4-3f1d2c5b7a90';
let tokens: TestTokens;
let service: TestService;
let kitchen: SampleService;

const start = (about: Record<string, string> = {}): Promise<TestService> =>
  testService(SampleModule, { env: { ...tokens.env, ...about } });

beforeAll(async () => {
  tokens = await testTokens();
  service = await start();
  kitchen = service.get(SampleService);
});
beforeEach(() => void kitchen.ran.splice(0));
afterAll(async () => {
  await service?.close();
  await tokens?.close();
});

const overBoth = (token?: string, url = service.url): Promise<[rest: ApiAnswer, graphql: ApiAnswer]> => {
  const api = apiOf(url, token);
  return Promise.all([api.get('/v1/orders'), api.graphql('{ orders { pageInfo { hasNextPage } } }')]);
};

async function expectRefusal(
  asked: Promise<[rest: ApiAnswer, graphql: ApiAnswer]>,
  status: number,
  code: string,
  { ran } = kitchen,
) {
  const [rest, graphql] = await asked;
  expect(rest).toMatchObject({ status, body: { status, code } });
  expect(rest.headers.get('content-type')).toMatch('application/problem+json');
  expect(graphql).toMatchObject({ status: 200, body: { errors: [{ extensions: { status, code } }] } });
  expect(graphql.body.data).toEqual({ orders: null });
  expect(ran).toEqual([]);
  return rest;
}

describe('a token of the issuer', () => {
  it('tells both doors who asks, and within what', async () => {
    const said = { ...manager, subject: 'amal', academies: [ACADEMY], regions: ['MA-04'], scopes: ['a', 'b'] };
    const [rest, graphql] = await overBoth(await tokens.of(said));
    expect([rest.status, graphql.body.errors]).toEqual([200, undefined]);
    expect(kitchen.ran).toHaveLength(2);
    for (const { actor } of kitchen.ran) expect(actor).toMatchObject({ ...said, scope: 'academy', groups: [] });
  });

  it('is taken in the half minute by which clocks may differ', async () => {
    const late = await tokens.of({ ...manager, expiresIn: -20 });
    const early = await tokens.of({ ...manager, wire: { nbf: Math.floor(Date.now() / 1000) + 20 } });
    for (const token of [late, early]) expect((await overBoth(token))[0].status).toBe(200);
  });

  it('speaks in the widest scope that an operation grants to one of its roles', async () => {
    const roles = ['offline_access', 'academy-manager', 'integrator', 'programme-admin'];
    await overBoth(await tokens.of({ ...manager, academies: [ACADEMY], wire: { role: roles } }));
    expect(kitchen.ran.map(({ actor: { role, scope } }) => [role, scope])).toEqual(
      Array.from({ length: 2 }, () => ['programme-admin', 'programme']),
    );
    kitchen.ran.splice(0);
    const other = await tokens.of({ ...manager, wire: { role: ['candidate', 'trainer'] } });
    await expectRefusal(overBoth(other), 403, 'FORBIDDEN');
  });

  it('may be for one service alone', async () => {
    const audience = (name: string) => tokens.of({ ...manager, audience: `takwin/${name}` });
    expect((await overBoth(await audience('service')))[0].status).toBe(200);
    expect((await overBoth(await audience('another')))[0].status).toBe(401);
  });
});

describe('a request without a token', () => {
  it('is UNAUTHENTICATED, and told how to identify itself', async () => {
    const rest = await expectRefusal(overBoth(), 401, 'UNAUTHENTICATED');
    expect(rest.headers.get('www-authenticate')).toBe('Bearer realm="takwin"');
  });
});

describe('while the keys of the issuer cannot be had', () => {
  const listening = async (answer: RequestListener): Promise<Server> => {
    const server = createServer(answer);
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    return server;
  };
  const closed = (server: Server) => new Promise((done) => server.close(done).closeAllConnections());

  it.each<[string, RequestListener | undefined]>([
    ['nobody listens', undefined],
    ['the issuer answers an error', (_, response) => response.writeHead(502).end()],
    ['the issuer answers a page', (_, response) => response.end('<html>')],
    ['the issuer answers no keys', (_, response) => response.end('{}')],
    ['the issuer does not answer', () => {}],
  ])('since %s, both doors say that it may be tried again', async (_, answer) => {
    const issuer = await listening(answer ?? (() => {}));
    const { port } = issuer.address() as AddressInfo;
    if (!answer) await closed(issuer);
    const cutOff = await start({ OIDC_JWKS_URL: `http://127.0.0.1:${port}/jwks` });
    try {
      const asked = overBoth(await tokens.of(manager), cutOff.url);
      const rest = await expectRefusal(asked, 503, 'IDENTITY_UNAVAILABLE', cutOff.get(SampleService));
      expect(rest.headers.get('retry-after')).toBe('1');
    } finally {
      await cutOff.close();
      await closed(issuer);
    }
  });
});
