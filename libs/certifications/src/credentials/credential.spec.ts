import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify, SignJWT, type JSONWebKeySet } from 'jose';
import { ConfigError, readEnv } from '@takwin/platform/config';
import { judged, keysOf, LATER, newEdKey, newRsaKey, PUBLIC_URL, SALMA, signedBadge } from '../testing/badges.js';
import { shippedContexts } from './reference/contexts.js';
import { proofOver } from './data-integrity.js';
import { CredentialEnv, type CredentialKeys } from './keys.js';
import { signCredential } from './sign.js';

// A place where everything of ours is known and nothing is revoked.
const register = { register: async () => ({ faults: [], asOf: LATER }) };
let keys: CredentialKeys;
let badge: Awaited<ReturnType<typeof signedBadge>>;
beforeAll(async () => {
  keys = await keysOf();
  badge = await signedBadge(keys);
});

const valid = { valid: true, verdict: 'valid', faults: [] };

describe('a signed credential', () => {
  it('is the credential itself with the registered claims, typ JWT and a kid under /keys/', async () => {
    expect(decodeProtectedHeader(badge.jwt)).toEqual({ alg: 'RS256', typ: 'JWT', kid: keys.current.kid });
    expect(keys.current.kid).toMatch(/^https:\/\/takwin\.example\/keys\/[\w-]{43}$/);
    const about = { iss: 'did:web:takwin.example', jti: badge.badge.id, sub: `urn:uuid:${SALMA.id}` };
    expect(decodeJwt(badge.jwt)).toEqual({ ...badge.badge, ...about, nbf: 1795514400 });
    expect(await judged(keys, badge.jwt, register)).toMatchObject(valid);
  });

  it('is accepted by jose alone, with the keys that are published', async () => {
    const { payload } = await jwtVerify(badge.jwt, createLocalJWKSet(keys.jwks as JSONWebKeySet), {
      typ: 'JWT',
      issuer: 'did:web:takwin.example',
      currentDate: LATER,
      requiredClaims: ['jti', 'sub', 'nbf'],
    });
    expect(payload.type).toContain('OpenBadgeCredential');
    const bare = keys.shown(keys.current.kid)!;
    expect(bare).toMatchObject({ kty: 'RSA', kid: keys.current.kid });
    expect('keys' in bare).toBe(false);
  });

  it('has a Data Integrity proof by a key that the DID document lists, and that has an address of its own', async () => {
    const { proof } = badge.json;
    expect(proof).toMatchObject({
      cryptosuite: 'eddsa-rdfc-2022',
      proofPurpose: 'assertionMethod',
      created: '2026-11-24T10:00:00Z',
    });
    expect(keys.did.assertionMethod).toContain(proof!.verificationMethod);
    const id = String(proof!.verificationMethod).split('#')[1]!;
    expect(keys.shown(id)).toMatchObject({ type: 'Multikey', controller: keys.issuer, id: `${PUBLIC_URL}/keys/${id}` });
    expect(await judged(keys, badge.json, register)).toMatchObject(valid);
    expect(await judged(keys, JSON.stringify(badge.json), register)).toMatchObject(valid);
  });

  it('ends with the day on which what it proves ends', async () => {
    const { jwt, json } = await signedBadge(keys, { validUntil: '2026-11-30' });
    const before = { ...register, now: new Date('2026-11-30T23:59:58Z') };
    for (const form of [jwt, json]) {
      expect(await judged(keys, form, before)).toMatchObject(valid);
      expect(await judged(keys, form, register)).toMatchObject({ verdict: 'invalid', faults: ['EXPIRED'] });
    }
  });

  it('names the holder and nothing else of the person', () => {
    const { identifier } = badge.badge.credentialSubject;
    expect(identifier.map(({ identityHash }) => identityHash)).toEqual(['Salma EL AMRANI', 'سلمى العمراني']);
    expect(Object.keys(badge.badge.credentialSubject)).toEqual(['id', 'type', 'identifier', 'achievement']);
  });
});

describe('a flipped bit', () => {
  const flipped = (text: string, bit: number): string => {
    const bytes = Buffer.from(text);
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    return bytes.toString();
  };
  const anyBit = (text: string) => fc.integer({ min: 0, max: Buffer.byteLength(text) * 8 - 1 });

  it('anywhere in a JWT is refused, in the spare bits of its last character too', async () => {
    const { jwt } = badge;
    const last = Array.from({ length: 8 }, (_, bit) => [(jwt.length - 1) * 8 + bit] as [number]);
    const refused = fc.asyncProperty(anyBit(jwt), async (bit) => {
      const { verdict } = await judged(keys, flipped(jwt, bit), register);
      return verdict !== 'valid';
    });
    await fc.assert(refused, { numRuns: 2_000, examples: last });
  });

  it('anywhere in JSON-LD is refused', async () => {
    const text = JSON.stringify(badge.json);
    const refused = fc.asyncProperty(anyBit(text), async (bit) => {
      const { verdict } = await judged(keys, flipped(text, bit), register);
      return verdict !== 'valid';
    });
    await fc.assert(refused, { numRuns: 600 });
  });
});

describe('what is not valid', () => {
  const head = () => ({ alg: 'RS256', typ: 'JWT', kid: keys.current.kid });
  const claims = () => ({ ...decodeJwt(badge.jwt) });
  const sign = (about: object, header: object = head()) =>
    new SignJWT({ ...claims(), ...about }).setProtectedHeader(header as never).sign(keys.current.private);
  const faults = async (given: string | object, about = {}) =>
    (await judged(keys, given, { ...register, ...about })).faults;

  it('says why', async () => {
    const [header, payload, signature] = badge.jwt.split('.') as [string, string, string];
    const forged = Buffer.from(JSON.stringify({ ...claims(), name: 'Another' })).toString('base64url');
    expect(await faults(`${header}.${forged}.${signature}`)).toEqual(['SIGNATURE_INVALID']);
    expect(await faults(`${header}.${payload}.`)).toEqual(['SIGNATURE_INVALID']);
    expect(await faults(badge.jwt, { now: new Date('2026-11-24T10:00:00Z') })).toEqual(['NOT_YET_VALID']);
    expect(await faults(await sign({ validUntil: '2026-11-30T00:00:00Z', exp: 1795996800 }))).toEqual(['EXPIRED']);
    expect(await faults(await sign({}, { ...head(), typ: 'vc+sd-jwt' }))).toEqual(['PROOF_NOT_SUPPORTED']);
    expect(await faults(await sign({ type: ['VerifiableCredential'] }))).toEqual(['TYPE_NOT_SUPPORTED']);
    expect(await faults(await sign({ sub: 'urn:uuid:another' }))).toEqual(['CLAIMS_DIFFER']);
    expect(await faults(await sign({ issuer: 'did:web:%', iss: 'did:web:%' }))).toEqual(['ISSUER_UNCONFIRMED']);
    expect(await faults('not a jwt')).toEqual(['NOT_READ']);
    expect(await faults({ ...badge.json, proof: undefined })).toEqual(['PROOF_MISSING']);
    const toAuthenticate = await proofOver(badge.badge, keys.proving!, LATER, shippedContexts(), {
      proofPurpose: 'authentication',
    });
    expect(await faults({ ...badge.badge, proof: toAuthenticate })).toEqual(['PROOF_OF_OTHER_PURPOSE']);
    expect(await faults({ ...badge.json, name: 'Another' })).toEqual(['SIGNATURE_INVALID']);
    expect(await faults({ ...badge.json, cin: 'AB123456' })).toEqual(['TERM_UNDEFINED']);
    const { achievement, ...subject } = badge.json.credentialSubject;
    const { criteria, ...rest } = achievement;
    const upper = { ...badge.json, credentialSubject: { ...subject, achievement: { ...rest, Criteria: criteria } } };
    expect(await faults(upper)).toEqual(['ACHIEVEMENT_INCOMPLETE', 'TERM_UNDEFINED']);
    expect(await faults({ ...badge.json, '@context': [...badge.badge['@context'], 'https://example.com/x'] })).toEqual([
      'CONTEXT_UNKNOWN',
    ]);
    expect(await faults({ ...badge.json, '@context': [...badge.badge['@context'], { cin: 'urn:cin' }] })).toEqual([
      'CONTEXT_UNKNOWN',
    ]);
  });

  it('is what another signed in our name, with a key that we do not list', async () => {
    const theirs = await keysOf();
    const { jwt, json } = await signedBadge(theirs);
    expect(await faults(jwt)).toEqual(['ISSUER_DISOWNS_KEY']);
    expect(await faults(json)).toEqual(['ISSUER_DISOWNS_KEY']);
    const own = await sign({}, { alg: 'RS256', typ: 'JWT', jwk: theirs.jwks.keys[0] });
    expect(await faults(own)).toEqual(['SIGNATURE_INVALID']);
    const selfMade = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', jwk: theirs.jwks.keys[0]! })
      .sign(theirs.current.private);
    expect(await faults(selfMade)).toEqual(['ISSUER_DISOWNS_KEY']);
  });

  it('is too much to compute: a poisoned graph ends in a fault, neither in an error nor in minutes', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `_:b${index}`);
    const others = (id: string) => ids.filter((one) => one !== id).map((one) => ({ id: one, type: ['Profile'] }));
    const creator = ids.map((id) => ({ id, type: ['Profile'], parentOrg: others(id) }));
    const { achievement, ...subject } = badge.json.credentialSubject;
    const clique = { ...subject, achievement: { ...achievement, creator } };
    expect(await faults({ ...badge.json, credentialSubject: clique })).toContain('TOO_COMPLEX');
    let chain: object = { type: ['Profile'], name: 'x' };
    for (let depth = 0; depth < 200; depth++) chain = { type: ['Profile'], name: 'x', parentOrg: chain };
    expect(await faults({ ...badge.json, issuer: { ...badge.json.issuer, parentOrg: chain } })).not.toEqual([]);
  });

  it('is of a status that nobody could tell', async () => {
    expect(await judged(keys, badge.jwt)).toMatchObject({ verdict: 'undetermined', faults: ['STATUS_UNCHECKED'] });
  });
});

describe('keys', () => {
  it('are rotated: what the old ones signed holds, also where only their public halves are left', async () => {
    const [rsa, ed] = [newRsaKey(), newEdKey()];
    const before = await signedBadge(await keysOf(rsa, ed));
    const bare = ({ d: _, p: __, q: ___, dp: ____, dq: _____, qi: ______, ...key }: Record<string, unknown>) => key;
    const rotated = await keysOf(newRsaKey(), newEdKey(), bare({ ...rsa }), bare({ ...ed }));
    expect(await judged(rotated, before.jwt, register)).toMatchObject(valid);
    expect(await judged(rotated, before.json, register)).toMatchObject(valid);
    const after = await signedBadge(rotated);
    expect(decodeProtectedHeader(after.jwt).kid).not.toBe(decodeProtectedHeader(before.jwt).kid);
    expect(await judged(rotated, after.json, register)).toMatchObject(valid);
    expect(rotated.jwks.keys).toHaveLength(4);
    expect(JSON.stringify([rotated.jwks, rotated.did])).not.toMatch(/"d":/);
  });

  it('verify what the first release signed, which named our URL as issuer and no status list', async () => {
    const { credentialStatus: _, ...rest } = badge.badge;
    const before = { ...rest, issuer: { ...rest.issuer, id: PUBLIC_URL } };
    expect(await judged(keys, await signCredential(keys.current, before), register)).toMatchObject(valid);
  });

  it('make JWTs alone where there is none for proofs', async () => {
    const one = await keysOf(newRsaKey());
    expect(one.proving).toBeUndefined();
    expect((await signedBadge(one)).json.proof).toBeUndefined();
  });

  it('are refused at the start where none can sign, or the address has a path', () => {
    const read =
      (keys: object[], PUBLIC_URL = 'https://takwin.example') =>
      () =>
        readEnv(CredentialEnv, { CREDENTIAL_KEYS: JSON.stringify({ keys }), PUBLIC_URL });
    expect(read([newEdKey()])).toThrow(ConfigError);
    expect(read([newEdKey()])).toThrow(/at least one RSA private key/);
    expect(read([newRsaKey()], 'https://takwin.example/app')).toThrow(/without a path/);
  });
});
