import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, type JWTPayload, SignJWT } from 'jose';
import { selfSigned } from '../testing/certificate.js';
import { name, started, STUDENT, tokenOf } from '../testing/started.js';

const TENANT = '5d3c9f5e-0f3a-4b52-9d0e-7a1c52a6f001';
const SECRETIVE = 'c0a8b1d4-6d55-4c1b-8f1e-2f9be1f6a001';
const CERTIFIED = 'c0a8b1d4-6d55-4c1b-8f1e-2f9be1f6a002';
const WITHOUT_CONSENT = 'c0a8b1d4-6d55-4c1b-8f1e-2f9be1f6a003';
const OUTDATED = 'c0a8b1d4-6d55-4c1b-8f1e-2f9be1f6a004';
const SCOPE = 'https://graph.microsoft.com/.default';

const own = selfSigned('provisioner');
const foreign = selfSigned('stranger');

let sim: Awaited<ReturnType<typeof started>>;
beforeAll(async () => {
  sim = await started({
    tenants: [
      {
        id: TENANT,
        domains: ['takwin.test'],
        apps: [
          { clientId: SECRETIVE, secret: 'development-only' },
          { clientId: CERTIFIED, certificate: own.certificate },
          { clientId: WITHOUT_CONSENT, secret: 'a secret', roles: ['User.Read.All'] },
          { clientId: OUTDATED, secret: 'a secret', secretExpiresAt: '2026-11-24T07:59:59Z' },
        ],
      },
    ],
  });
  await sim.seeded(1);
});
afterAll(() => sim.close());

async function ask(form: Record<string, string | undefined>, tenant = TENANT) {
  const given = { grant_type: 'client_credentials', client_id: SECRETIVE, scope: SCOPE, ...form };
  const fields = Object.entries(given).filter((field): field is [string, string] => field[1] !== undefined);
  const response = await fetch(`${sim.url}/entra/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(fields),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const secret = { client_secret: 'development-only' };

// OAuth 2.0 client credentials flow, Microsoft identity platform.
describe('a token asked for with a secret', () => {
  it('is given for an hour to an hour and a half, for Graph, with the roles that were consented to', async () => {
    const { status, body } = await ask(secret);
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer' });
    expect(body).not.toHaveProperty('refresh_token');
    expect(body['expires_in']).toBeGreaterThanOrEqual(3_600);
    expect(body['expires_in']).toBeLessThanOrEqual(5_400);
    expect(decodeJwt(body['access_token'] as string)).toMatchObject({
      aud: 'https://graph.microsoft.com',
      appid: SECRETIVE,
      tid: TENANT,
      roles: ['User.ReadWrite.All', 'LicenseAssignment.ReadWrite.All', 'Group.ReadWrite.All', 'Organization.Read.All'],
    });
    expect((await ask(secret, 'takwin.test')).status).toBe(200);
  });

  it.each([
    ['a wrong secret', { client_secret: 'guess' }, 401, 'invalid_client', 7000215],
    ['an expired secret', { client_id: OUTDATED, client_secret: 'a secret' }, 401, 'invalid_client', 7000222],
    ['no credential', {}, 401, 'invalid_client', 7000216],
    ['a secret where the app has none', { client_id: CERTIFIED, client_secret: 'x' }, 401, 'invalid_client', 7000215],
    ['an unknown app', { ...secret, client_id: randomUUID() }, 400, 'unauthorized_client', 700016],
    ['another grant', { ...secret, grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
    ['a scope that is not .default', { ...secret, scope: 'User.Read.All' }, 400, 'invalid_scope', 1002012],
    ['another resource', { ...secret, scope: 'https://example.test/.default' }, 400, 'invalid_resource', 500011],
    ['no scope', { ...secret, scope: undefined }, 400, 'invalid_request', 900144],
  ])('is refused with %s', async (_, form, status, error, code) => {
    const answer = await ask(form);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error, error_codes: [code], timestamp: '2026-11-24 08:00:00Z' });
    expect(answer.body['error_description']).toMatch(
      new RegExp(`^AADSTS${code}: [^]+\\r\\nTrace ID: ${answer.body['trace_id']}`),
    );
  });

  it('is refused by a tenant that is not there', async () => {
    expect((await ask(secret, randomUUID())).body).toMatchObject({ error: 'invalid_request', error_codes: [90002] });
  });
});

describe('a token asked for with a certificate', () => {
  const audience = () => `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`;
  const now = () => Math.floor(sim.clock.now().getTime() / 1_000);

  async function assertion(claims: JWTPayload = {}, { signer = own, named = own, alg = 'PS256' } = {}) {
    const thumbprint = createHash('sha256').update(new X509Certificate(named.certificate).raw).digest('base64url');
    return new SignJWT({
      aud: audience(),
      iss: CERTIFIED,
      sub: CERTIFIED,
      jti: randomUUID(),
      nbf: now(),
      iat: now(),
      exp: now() + 300,
      ...claims,
    })
      .setProtectedHeader({ alg, typ: 'JWT', 'x5t#S256': thumbprint })
      .sign(signer.privateKey);
  }
  const present = (client_assertion: string) =>
    ask({
      client_id: CERTIFIED,
      client_assertion,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });

  it('is given for an assertion to the official endpoint, or to the one that was called', async () => {
    expect((await present(await assertion())).status).toBe(200);
    expect((await present(await assertion({ aud: `${sim.url}/entra/${TENANT}/oauth2/v2.0/token` }))).status).toBe(200);
  });

  it('is refused by the code of what is wrong', async () => {
    const code = async (text: Promise<string> | string) => {
      const { status, body } = await present(await text);
      return [status, body['error'], (body['error_codes'] as number[])[0]];
    };
    expect(await code(assertion({}, { signer: foreign }))).toEqual([401, 'invalid_client', 700027]);
    expect(await code(assertion({}, { signer: foreign, named: foreign }))).toEqual([401, 'invalid_client', 700027]);
    expect(await code(assertion({}, { alg: 'RS256' }))).toEqual([401, 'invalid_client', 700027]);
    expect(await code(assertion({ iss: SECRETIVE }))).toEqual([401, 'invalid_client', 700021]);
    expect(await code(assertion({ sub: SECRETIVE }))).toEqual([401, 'invalid_client', 700021]);
    expect(await code(assertion({ aud: 'https://elsewhere.test' }))).toEqual([401, 'invalid_client', 700023]);
    expect(await code(assertion({ exp: now() - 301 }))).toEqual([401, 'invalid_client', 700024]);
    expect(await code(assertion({ nbf: now() + 301, exp: now() + 900 }))).toEqual([401, 'invalid_client', 700024]);
    expect(await code('no.jwt')).toEqual([401, 'invalid_client', 50027]);
  });
});

describe('Graph', () => {
  const get = (token: string) => sim.graph('GET', `/users/${name(1)}`, { token });
  const refused = async (token: string) => {
    const { status, body, headers } = await get(token);
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(body.error.code).toBe('InvalidAuthenticationToken');
    return body.error.message;
  };

  it('refuses no token, a foreign one, and one that was changed', async () => {
    expect(await refused('')).toBe('Access token is empty.');
    const stranger = await new SignJWT(decodeJwt(sim.token))
      .setProtectedHeader({ alg: 'RS256' })
      .sign(foreign.privateKey);
    expect(await refused(stranger)).toBe('Access token validation failure.');
    const [head, , signature] = sim.token.split('.');
    const claims = Buffer.from(JSON.stringify({ ...decodeJwt(sim.token), appid: CERTIFIED })).toString('base64url');
    expect(await refused(`${head}.${claims}.${signature}`)).toBe('Access token validation failure.');
    expect(await refused('no.jwt')).toBe('Access token validation failure.');
  });

  it('refuses a token that has expired, verified before or not', async () => {
    await sim.admin('PATCH', '/settings', { tokenSeconds: { min: 60, max: 60 } });
    const [seen, unseen] = [await tokenOf(sim.url), await tokenOf(sim.url)];
    expect((await get(seen)).status).toBe(200);
    sim.clock.advance(60_000);
    expect(await refused(seen)).toBe('Lifetime validation failed, the token is expired.');
    expect(await refused(unseen)).toBe('Lifetime validation failed, the token is expired.');
  });

  it('refuses what the tenant has not consented to', async () => {
    const token = await tokenOf(sim.url, { clientId: WITHOUT_CONSENT, secret: 'a secret' });
    expect((await get(token)).status).toBe(200);
    const { status, body } = await sim.assign(name(1), [STUDENT], { token });
    expect(status).toBe(403);
    expect(body.error).toMatchObject({
      code: 'Authorization_RequestDenied',
      message: 'Insufficient privileges to complete the operation.',
    });
  });
});
