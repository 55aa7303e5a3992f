import { generateKeyPairSync, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CredentialKeys } from '../credentials/keys.js';
import { judged, keysOf } from '../testing/badges.js';
import { foreignIssuer, foreignJwt } from '../testing/foreign.js';
import { vouchedFor } from './documents.js';

type Json = Record<string, unknown>;
type Given = string | object;

let keys: CredentialKeys;
beforeAll(async () => {
  keys = await keysOf();
});
const verify = (given: Given, documents: Given[] = []) => judged(keys, given, { documents: vouchedFor(documents) });

const key = foreignIssuer();
const jwt = (badge = key.badge()) => foreignJwt(badge, { alg: 'EdDSA', kid: key.method.id }, key.privateKey);
const unsure = (...faults: string[]) => ({ verdict: 'undetermined', faults });

describe('an envelope', () => {
  const enveloped = (id: string): Json => ({
    '@context': 'https://www.w3.org/ns/credentials/v2',
    id,
    type: 'EnvelopedVerifiableCredential',
  });
  it.each([
    'application/vc+sd-jwt,e30.e30.c2ln~',
    'application/dc+sd-jwt,e30.e30.c2ln~',
    'application/vc+cose;base64,0oRDoQEm',
    'application/mdoc;base64,omdub25l',
    'application/jwt,e30.e30.c2ln',
    ',x',
  ])('of what is secured in a way that is not known here is not called wrong: %s', async (content) => {
    expect(await verify(enveloped(`data:${content}`))).toMatchObject(unsure('PROOF_NOT_SUPPORTED'));
  });

  it('of a JWT is read however its type is written, or packed', async () => {
    const valid = { verdict: 'valid', faults: [] };
    const packed = Buffer.from(await jwt()).toString('base64');
    for (const id of [
      `data:application/vc+jwt,${await jwt()}`,
      `data:Application/VC+JWT,${await jwt()}`,
      `data:application/vc+jwt;charset=utf-8,${await jwt()}`,
      `data:application/vc+jwt;base64,${packed}`,
    ]) {
      expect(await verify(enveloped(id))).toMatchObject(valid);
      expect(await verify(id)).toMatchObject(valid);
    }
  });

  it('of no data: URL, or of a JWT that is none, is wrong', async () => {
    for (const id of ['https://a.example/c', 'data:application/vc+jwt,', 'data:application/vc+jwt;base64,e30'])
      expect(await verify(enveloped(id))).toMatchObject({ verdict: 'invalid', faults: ['MALFORMED'] });
  });
});

it('a signature by Ed448, which EdDSA also is, is not called wrong', async () => {
  const issuer = foreignIssuer('did:web:campus.example');
  const ed448 = generateKeyPairSync('ed448');
  const kid = `${issuer.id}#1`;
  const body = (await foreignJwt(issuer.badge(), { alg: 'EdDSA', kid }, issuer.privateKey)).replace(/\.[^.]+$/, '');
  const given = `${body}.${sign(null, Buffer.from(body), ed448.privateKey).toString('base64url')}`;
  const method = { id: kid, type: 'JsonWebKey', publicKeyJwk: ed448.publicKey.export({ format: 'jwk' }) };
  const found = await verify(given, [{ id: issuer.id, assertionMethod: [method] }]);
  expect(found).toMatchObject(unsure('PROOF_NOT_SUPPORTED'));
});

describe('words that copies of one vocabulary have or lack', () => {
  it.each(['jti', 'endorsementJwt'])('are not called wrong, and the badge is not called valid: %s', async (name) => {
    const badge = await key.proven(key.badge());
    expect(await verify({ ...badge, [name]: 'e30.e30.c2ln' })).toMatchObject(unsure('CONTEXT_UNKNOWN'));
    const subject = key.badge().credentialSubject as Json & { achievement: Json };
    const inside = { ...subject, achievement: { ...subject.achievement, [name]: ['e30.e30.c2ln'] } };
    expect(await verify({ ...badge, credentialSubject: inside })).toMatchObject(unsure('CONTEXT_UNKNOWN'));
  });

  it('leave other words wrong that no signature covers', async () => {
    const given = { ...(await key.proven(key.badge())), jti: 'urn:x', rank: 'Doctor' };
    expect(await verify(given)).toMatchObject({ verdict: 'invalid', faults: ['TERM_UNDEFINED'] });
  });
});

describe('JSON-LD that is no credential', () => {
  it.each<[string, Json]>([
    ['a DID document', { '@context': ['https://www.w3.org/ns/did/v1'], ...key.did('assertionMethod') }],
    ['our own', { '@context': ['https://www.w3.org/ns/did/v1'], id: 'did:web:takwin.example', assertionMethod: [] }],
    ['a person', { '@context': 'https://schema.org', '@type': 'Person', name: 'Salma' }],
    ['a vocabulary', { '@context': { name: 'https://schema.org/name' } }],
  ])('is not read, and not called wrong: %s', async (_, given) => {
    expect(await verify(given)).toMatchObject(unsure('NOT_READ'));
    expect(await verify(JSON.stringify(given))).toMatchObject(unsure('NOT_READ'));
  });

  it('is of a kind that is not judged where it names it by a keyword', async () => {
    const given = { '@context': 'https://schema.org', '@type': 'Certification', issuer: 'https://a.example' };
    expect(await verify(given)).toMatchObject(unsure('TYPE_NOT_SUPPORTED'));
  });
});

it('a year of five digits is one, and a purpose by its whole address is the same', async () => {
  const far = key.badge({ validUntil: '10000-01-01T00:00:00Z' });
  expect(await verify(await key.proven(far))).toMatchObject({ verdict: 'valid', faults: [] });
  for (const none of ['10000-02-31T00:00:00Z', '01000-01-01T00:00:00Z', '9999999-01-01T00:00:00Z'])
    expect((await verify(await jwt(key.badge({ validUntil: none })))).faults).toContain('MALFORMED');
  const proofPurpose = 'https://w3id.org/security#assertionMethod';
  expect(await verify(await key.proven(key.badge(), { proofPurpose }))).toMatchObject({ verdict: 'valid', faults: [] });
});

it('text that is none, of half a character, bears no signature: its other half would bear the same', async () => {
  const given = { ...(await key.proven(key.badge({ name: '\ufffd' }))), name: '\ufffd' };
  expect(await verify(given)).toMatchObject({ verdict: 'valid', faults: [] });
  for (const name of ['\ud800', '\udfff', 'a\udbff'])
    expect(await verify({ ...given, name })).toMatchObject({ verdict: 'invalid', faults: ['MALFORMED'] });
  await expect(key.proven(key.badge({ name: '\ud800' }))).rejects.toThrow('not-json-ld');
  expect(await verify(await key.proven(key.badge({ name: '😀' })))).toMatchObject({ verdict: 'valid', faults: [] });
});
