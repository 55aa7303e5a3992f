import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, SignJWT } from 'jose';
import type { CredentialKeys } from '../credentials/keys.js';
import { judged, keysOf } from '../testing/badges.js';
import { bakedPng, foreignIssuer, foreignJwt } from '../testing/foreign.js';

type Json = Record<string, unknown>;

let keys: CredentialKeys;
beforeAll(async () => {
  keys = await keysOf();
});

const key = foreignIssuer();
const stranger = foreignIssuer();
/** A badge as JWT whose payload says more, or other things, than the badge. */
const claiming = async (about: Json, badge = key.badge()): Promise<string> => {
  const header = { alg: 'EdDSA', kid: key.method.id };
  const claims = { ...decodeJwt(await foreignJwt(badge, header, key.privateKey)), ...about };
  return new SignJWT(claims).setProtectedHeader(header).sign(key.privateKey);
};
/** The registered claims of a badge alone, and whatever stands beside them. */
const beside = async (about: Json): Promise<string> => {
  const nothing = Object.fromEntries(Object.keys(key.badge()).map((name) => [name, undefined]));
  return claiming({ ...nothing, ...about });
};
const achievementOf = ({ credentialSubject }: Json): unknown => (credentialSubject as Json).achievement;
const OF_1_1 = 'https://www.w3.org/2018/credentials/v1';
const status = { id: 'urn:x#1', type: 'BitstringStatusListEntry', statusListCredential: 'https://a.example/l' };

describe('a JWT with a claim `vc`', () => {
  it('is valid where the payload has no credential of its own, or says the very same', async () => {
    const warned = { verdict: 'valid', faults: [], warnings: ['DATA_MODEL_DEPRECATED'] };
    expect(await judged(keys, await beside({ vc: key.badge() }))).toMatchObject(warned);
    expect(await judged(keys, await claiming({ vc: key.badge() }))).toMatchObject(warned);
    expect(await judged(keys, await beside({ vc: key.badge(), iat: 1, nonce: 'x' }))).toMatchObject(warned);
  });

  it.each<Json>([
    { aud: 'https://a.example' },
    { cnf: { jwk: { kty: 'OKP' } } },
    { nonce: 'x', _sd_alg: 'sha-256', iat: 1 },
    { foo: 'ours', 'https://a.example/claim': [1] },
  ])('is valid with claims that are no part of a credential: %j', async (claims) => {
    expect(await judged(keys, await claiming({ ...claims, vc: key.badge() }))).toMatchObject({ verdict: 'valid' });
    expect(await judged(keys, await beside({ ...claims, vc: key.badge() }))).toMatchObject({ verdict: 'valid' });
  });

  it('is valid in the form of 1.1 beside a payload in the form of 2.0, and says two things where a date is another', async () => {
    const badge = key.badge({ validUntil: '2030-01-01T00:00:00Z' });
    const { validFrom, validUntil, ...rest } = badge;
    const context = [OF_1_1, ...(badge['@context'] as string[]).slice(1)];
    const old = { ...rest, '@context': context, issuanceDate: validFrom, expirationDate: validUntil };
    expect(await judged(keys, await claiming({ vc: old }, badge))).toMatchObject({ verdict: 'valid' });
    const differs = { verdict: 'invalid', faults: ['CLAIMS_DIFFER'] };
    for (const lie of [
      { issuanceDate: '2020-01-01T00:00:00Z' },
      { expirationDate: '2040-01-01T00:00:00Z' },
      { expirationDate: undefined },
      { validUntil: '2040-01-01T00:00:00Z' },
      { '@context': [...context, 'https://a.example/c'] },
    ])
      expect(await judged(keys, await claiming({ vc: { ...old, ...lie } }, badge))).toMatchObject(differs);
  });

  it('is valid where only its achievement is told as it is, or a person is named', async () => {
    const told = await beside({ achievement: achievementOf(key.badge()), vc: key.badge() });
    expect(await judged(keys, told)).toMatchObject({ verdict: 'valid' });
    expect(await judged(keys, await beside({ name: 'Salma', vc: key.badge() }))).toMatchObject({ verdict: 'valid' });
  });

  it.each<[string, () => Promise<string>]>([
    ['which has expired', () => claiming({ validUntil: '2026-02-01T00:00:00Z', vc: key.badge() })],
    ['of another achievement', () => claiming({ name: 'Doctor', vc: key.badge() })],
    ['of another issuer', () => claiming({ ...stranger.badge(), vc: key.badge() })],
    ['with a status', () => claiming({ credentialStatus: status, vc: key.badge() })],
    ['without the status that the claim has', () => claiming({ vc: key.badge({ credentialStatus: status }) })],
    [
      'with a proof that does not hold',
      async () => claiming({ proof: await stranger.prove(key.badge()), vc: key.badge() }),
    ],
    ['with what only the claim has', () => claiming({ vc: key.badge({ foo: 'ours' }) })],
    ['under another JSON-LD name', () => claiming({ '@id': 'urn:x', vc: key.badge() })],
    ['with evidence', () => claiming({ evidence: [{ type: ['Evidence'], name: 'Thesis' }], vc: key.badge() })],
    ['of which only a description is said', () => beside({ description: 'Doctor', vc: key.badge() })],
    ['of which only an achievement is said', () => beside({ achievement: { name: 'Doctor' }, vc: key.badge() })],
    [
      'of which a name is said beside its own achievement',
      () => beside({ name: 'Doctor', achievement: achievementOf(key.badge()), vc: key.badge() }),
    ],
    ['baked into a picture', async () => bakedPng(await claiming({ name: 'Doctor', vc: key.badge() }))],
    ['beside a number', () => claiming({ vc: 5 })],
    ['beside nothing', () => claiming({ vc: null })],
    ['beside a list', () => claiming({ vc: [key.badge()] })],
    ['of which only a status is said', () => beside({ credentialStatus: status, vc: key.badge() })],
    ['of which only an end is said', () => beside({ validUntil: '2026-02-01T00:00:00Z', vc: key.badge() })],
    ['of which only an issuer is said', () => beside({ issuer: stranger.id, vc: key.badge() })],
    [
      'of which only a proof is said',
      async () => beside({ proof: await stranger.prove(key.badge()), vc: key.badge() }),
    ],
  ])('and another credential in the payload says two things: %s', async (_, given) => {
    const found = await judged(keys, await given());
    expect(found.verdict).toBe('invalid');
    expect(found.faults).toContain('CLAIMS_DIFFER');
  });

  it('is judged by what the payload says, which is what others read', async () => {
    const found = await judged(keys, await claiming({ validUntil: '2026-02-01T00:00:00Z', vc: key.badge() }));
    expect(found.faults).toContain('EXPIRED');
    const foreign = await judged(keys, await claiming({ ...stranger.badge(), vc: key.badge() }));
    expect(foreign.issuer).toBe(stranger.id);
  });

  it('says two things by whatever it is signed', async () => {
    const [, ...rest] = (await claiming({ name: 'Doctor', vc: key.badge() })).split('.');
    const header = Buffer.from('{"alg":"ML-DSA-44"}').toString('base64url');
    const found = await judged(keys, [header, ...rest].join('.'));
    expect(found).toMatchObject({ verdict: 'invalid', faults: ['PROOF_NOT_SUPPORTED', 'CLAIMS_DIFFER'] });
  });
});

describe('a JWT with a claim `status`', () => {
  it('has a status that nobody looked up', async () => {
    const status = { status_list: { idx: 3, uri: 'https://a.example/sl' } };
    const unchecked = { verdict: 'undetermined', faults: ['STATUS_UNCHECKED'] };
    expect(await judged(keys, await claiming({ status }))).toMatchObject(unchecked);
    expect(await judged(keys, await beside({ vc: key.badge(), status }))).toMatchObject(unchecked);
    expect(await judged(keys, await beside({ vc: key.badge({ status }) }))).toMatchObject(unchecked);
    const unread = await claiming({ status: 'https://a.example/sl' });
    expect(await judged(keys, unread)).toMatchObject(unchecked);
  });
});
