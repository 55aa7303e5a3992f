import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { AppEnv, readEnv } from '../config/env.js';
import { JwtVerifier } from './jwt.js';
import { trustOf } from './trust.js';

const MINUTE = 60_000;
type Key = { kid: string; jwk: JWK; privateKey: CryptoKey };

let server: Server;
let url: string;
let asked: string[];
let keys: Key[];
let documents: Record<string, unknown>;
let isAway: boolean;
let now: number;

const key = async (kid: string): Promise<Key> => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  return { kid, jwk: { ...(await exportJWK(publicKey)), kid }, privateKey };
};

beforeEach(async () => {
  [asked, keys, isAway, now] = [[], [await key('first')], false, Date.now()];
  server = createServer(({ url: path }, response) => {
    asked.push(path!);
    const document = path === '/jwks' ? { keys: keys.map(({ jwk }) => jwk) } : documents[path!];
    if (isAway || !document) return response.writeHead(503).end();
    return response.end(typeof document === 'string' ? document : JSON.stringify(document));
  });
  await new Promise<void>((listens) => server.listen(0, '127.0.0.1', listens));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  documents = { '/.well-known/openid-configuration': { issuer: url, jwks_uri: `${url}/jwks` } };
});
afterEach(() => new Promise((closed) => server.close(closed).closeAllConnections()));

const verifier = (about: NodeJS.ProcessEnv = { OIDC_ISSUER: url }): JwtVerifier =>
  new JwtVerifier({ ...trustOf(readEnv(AppEnv, about), 'academies'), now: () => now });
const token = ({ kid, privateKey }: Key, exp = now / 1000 + 7_200, issuer = url): Promise<string> =>
  new SignJWT({ iss: issuer, aud: 'takwin', sub: 'amal', role: 'auditor', exp: Math.floor(exp) })
    .setProtectedHeader({ alg: 'ES256', kid })
    .sign(privateKey);
const subject = async (by: JwtVerifier, jwt: string): Promise<string> =>
  by.verify(`Bearer ${jwt}`).then(
    ({ subject }) => subject,
    ({ code }) => code,
  );
const keysAsked = (): number => asked.filter((path) => path === '/jwks').length;

describe('the keys of an issuer', () => {
  it('are found by its discovery document, and asked for once however many come', async () => {
    const jwt = await token(keys[0]!);
    const by = verifier();
    expect(await Promise.all(Array.from({ length: 20 }, () => subject(by, jwt)))).toEqual(Array(20).fill('amal'));
    expect(asked).toEqual(['/.well-known/openid-configuration', '/jwks']);
  });

  it('are found below the path of an issuer that has one, with a slash at its end or without', async () => {
    for (const issuer of [`${url}/realms/ofppt`, `${url}/tenant/`]) {
      const at = `${new URL(issuer).pathname.replace(/\/$/, '')}/.well-known/openid-configuration`;
      documents[at] = { issuer, jwks_uri: `${url}/jwks` };
      expect(await subject(verifier({ OIDC_ISSUER: issuer }), await token(keys[0]!, undefined, issuer))).toBe('amal');
    }
  });

  it('are asked for where a setting says, without discovery', async () => {
    const by = verifier({ OIDC_ISSUER: 'https://issuer.takwin.test', OIDC_JWKS_URL: `${url}/jwks` });
    expect(await subject(by, await token(keys[0]!, undefined, 'https://issuer.takwin.test'))).toBe('amal');
    expect(asked).toEqual(['/jwks']);
  });

  it.each<[string, unknown]>([
    ['of another issuer', () => ({ issuer: 'https://elsewhere.test', jwks_uri: `${url}/jwks` })],
    ['of an issuer with a slash more', () => ({ issuer: `${url}/`, jwks_uri: `${url}/jwks` })],
    ['of nobody', () => ({ jwks_uri: `${url}/jwks` })],
    ['without keys', () => ({ issuer: url })],
    ['of keys in a file', () => ({ issuer: url, jwks_uri: 'file:///etc/passwd' })],
    ['larger than any', () => ({ issuer: url, jwks_uri: `${url}/jwks`, more: 'x'.repeat(600_000) })],
    ['that is a page', () => '<html>'],
  ])('cannot be had by a document %s', async (_, document) => {
    documents['/.well-known/openid-configuration'] = (document as () => unknown)();
    expect(await subject(verifier(), await token(keys[0]!))).toBe('IDENTITY_UNAVAILABLE');
  });

  it('are asked for again when a token names a new one, which is good at once', async () => {
    const by = verifier();
    await subject(by, await token(keys[0]!));
    keys.push(await key('second'));
    now += 6_000;
    expect(await subject(by, await token(keys[1]!))).toBe('amal');
    expect(keysAsked()).toBe(2);
  });

  it('are asked for once in five seconds, whatever names tokens make up', async () => {
    const by = verifier();
    await subject(by, await token(keys[0]!));
    now += 6_000;
    const made = await Promise.all(Array.from({ length: 30 }, (_, n) => token({ ...keys[0]!, kid: `made-up-${n}` })));
    for (const jwt of made) expect(await subject(by, jwt)).toBe('UNAUTHENTICATED');
    expect(keysAsked()).toBe(2);
    expect(await subject(by, await token(keys[0]!))).toBe('amal');
  });

  it('fade five minutes after they were withdrawn, and what they signed and was remembered with them', async () => {
    const by = verifier();
    const old = await token(keys[0]!);
    expect(await subject(by, old)).toBe('amal');
    keys = [await key('second')];
    now += 4 * MINUTE;
    expect(await subject(by, old)).toBe('amal');
    now += MINUTE;
    expect(await subject(by, old)).toBe('UNAUTHENTICATED');
  });

  it('go with what they signed as soon as a newer key is met', async () => {
    const by = verifier();
    const old = await token(keys[0]!);
    await subject(by, old);
    keys = [await key('second')];
    now += 6_000;
    await subject(by, await token(keys[0]!));
    expect(await subject(by, old)).toBe('UNAUTHENTICATED');
  });

  it('go on for an hour while the issuer does not answer, and no longer', async () => {
    const by = verifier();
    const jwt = await token(keys[0]!);
    await subject(by, jwt);
    isAway = true;
    now += 59 * MINUTE;
    expect(await subject(by, jwt)).toBe('amal');
    const before = asked.length;
    for (let n = 0; n < 10; n++) await subject(by, jwt);
    expect(asked.length).toBe(before);
    now += MINUTE;
    expect(await subject(by, jwt)).toBe('IDENTITY_UNAVAILABLE');
    isAway = false;
    now += 6_000;
    expect(await subject(by, jwt)).toBe('amal');
  });
});

describe('a token that was found good', () => {
  it('is remembered until it expires, and not judged again', async () => {
    const by = verifier();
    const jwt = await token(keys[0]!, now / 1000 + 60);
    const first = await by.verify(`Bearer ${jwt}`);
    expect(await by.verify(`Bearer ${jwt}`)).toBe(first);
    now += 31_000;
    expect(await by.verify(`bearer ${jwt}`)).toBe(first);
    now += 60_000;
    expect(await subject(by, jwt)).toBe('UNAUTHENTICATED');
  });

  it('is not remembered for another signature', async () => {
    const by = verifier();
    const jwt = await token(keys[0]!);
    await subject(by, jwt);
    const [head, body] = jwt.split('.');
    const [, , other] = (await token(keys[0]!, now / 1000 + 5)).split('.');
    expect(await subject(by, `${head}.${body}.${other}`)).toBe('UNAUTHENTICATED');
  });

  it('is forgotten when thousands came after it', async () => {
    const by = verifier();
    const jwt = await token(keys[0]!);
    const first = await by.verify(`Bearer ${jwt}`);
    for (let n = 0; n < 5_000; n++) await by.verify(`Bearer ${await token(keys[0]!, now / 1000 + 60 + n)}`);
    expect(await by.verify(`Bearer ${jwt}`)).not.toBe(first);
  });
});
