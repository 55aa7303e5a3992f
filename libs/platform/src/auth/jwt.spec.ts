import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
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
});

describe('a request is UNAUTHENTICATED', () => {
  const hs256 = async () => {
    const published = await (await fetch(tokens.env.OIDC_JWKS_URL)).arrayBuffer();
    const { OIDC_ISSUER, OIDC_AUDIENCE } = tokens.env;
    return new SignJWT({ sub: 'x', role: 'programme-admin', iss: OIDC_ISSUER, aud: OIDC_AUDIENCE })
      .setProtectedHeader({ alg: 'HS256', kid: 'test' })
      .setExpirationTime('1h')
      .sign(new Uint8Array(published));
  };

  it.each<[string, () => string | undefined | Promise<string>]>([
    ['without a token', () => undefined],
    ['with a token that has expired', () => tokens.of({ ...manager, expiresIn: -60 })],
    ['with an unsigned token', () => tokens.unsigned(manager)],
    ['with a token that a foreign key signed', () => tokens.forged(manager)],
    ['with a token that the published key signed as if it were a secret', hs256],
    ['with a token for another audience', () => tokens.of({ ...manager, audience: 'elsewhere' })],
    ['with a token of another issuer', () => tokens.of({ ...manager, issuer: 'https://elsewhere.test' })],
    ['before its token is valid', () => tokens.of({ ...manager, wire: { nbf: Math.floor(Date.now() / 1000) + 60 } })],
    ['with what is no token', () => 'abc'],
    ['with a token cut short', async () => (await tokens.of(manager)).slice(0, -4)],
  ])('%s', async (_, tokenOf) => {
    const rest = await expectRefusal(overBoth(await tokenOf()), 401, 'UNAUTHENTICATED');
    expect(rest.headers.get('www-authenticate')).toBe('Bearer realm="takwin"');
  });

  it.each<[string, Record<string, unknown>]>([
    ['not until when it holds', { exp: undefined }],
    ['no issuer', { iss: undefined }],
    ['no audience', { aud: undefined }],
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
    ['a subject that PostgreSQL cannot keep', { sub: 'a\u0000b' }],
    ['no role', { role: undefined }],
    ['an unknown role', { role: 'root' }],
    ['the role of our own workers', { role: 'system' }],
    ['the role of nobody', { role: 'public' }],
    ['several roles', { role: ['academy-manager'] }],
    ['a person that is no UUID', { person_id: '42' }],
    ['academies that are no UUIDs', { academies: [ACADEMY, 'ISTA-AGADIR-1'] }],
    ['academies that are no list', { academies: ACADEMY }],
    ['regions that PostgreSQL cannot keep', { regions: ['MA\u0000'] }],
    ['groups that are no text', { groups: [7] }],
    ['a list of scopes', { scope: ['FindOrders'] }],
  ])('with a token that says %s', async (_, wire) => {
    await expectRefusal(overBoth(await tokens.of({ ...manager, wire })), 401, 'UNAUTHENTICATED');
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
