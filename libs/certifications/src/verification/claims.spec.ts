import { sign } from 'node:crypto';
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

/** A badge by the data model of 1.1, and that badge without what was moved to claims (VC Data Model 1.1, 6.3.1). */
const old = (about: Json = {}): Json => {
  const { validFrom, validUntil, ...rest } = key.badge();
  const context = [OF_1_1, ...(rest['@context'] as string[]).slice(1)];
  return { ...rest, '@context': context, issuanceDate: validFrom, ...about };
};
const without = (badge: Json, ...names: string[]): Json =>
  Object.fromEntries(Object.entries(badge).filter(([name]) => !names.includes(name)));
const moved = (): Json => {
  const { id: _, ...credentialSubject } = old().credentialSubject as Json;
  const { id: __, ...issuer } = old().issuer as Json;
  return { ...without(old(), 'id', 'issuanceDate'), issuer, credentialSubject };
};

describe('a JWT whose credential has members in its claims (VC Data Model 1.1, 6.3.1)', () => {
  const seconds = (text: string) => Date.parse(text) / 1000;
  const warned = { verdict: 'valid', faults: [], warnings: ['DATA_MODEL_DEPRECATED'] };

  it('is read with them: all that were moved, or any one', async () => {
    const found = await judged(keys, await beside({ vc: moved() }));
    expect(found).toMatchObject({ ...warned, credentialId: key.badge().id, issuer: key.id });
    for (const name of ['id', 'issuanceDate'])
      expect(await judged(keys, await beside({ vc: without(old(), name) }))).toMatchObject(warned);
    expect(await judged(keys, await beside({ vc: without(old(), 'issuer') }))).toMatchObject(warned);
    const text = await beside({ vc: { ...moved(), issuer: key.id } });
    expect(await judged(keys, text)).toMatchObject(warned);
  });

  it('ends where its claim does', async () => {
    const until = async (exp: unknown, vc = moved()) => judged(keys, await beside({ vc, exp }));
    expect(await until(seconds('2036-01-01T00:00:00Z'))).toMatchObject(warned);
    expect(await until(253_402_300_800)).toMatchObject(warned);
    expect(await until(253_402_300_800_000)).toMatchObject({ verdict: 'valid' });
    expect(await until(seconds('2026-11-30T00:00:00Z'))).toMatchObject({ verdict: 'invalid', faults: ['EXPIRED'] });
    expect(await until('2036-01-01')).toMatchObject({ verdict: 'invalid' });
    const other = { ...moved(), expirationDate: '2035-01-01T00:00:00Z' };
    expect((await until(seconds('2036-01-01T00:00:00Z'), other)).faults).toEqual(['CLAIMS_DIFFER']);
    expect(await until(seconds('2035-01-01T00:00:00Z'), other)).toMatchObject(warned);
  });

  it.each<[string, Json, string]>([
    ['an id', { jti: undefined }, 'MALFORMED'],
    ['an id that is a text', { jti: 7 }, 'MALFORMED'],
    ['an issuer', { iss: undefined }, 'MALFORMED'],
    ['a first instant', { nbf: undefined }, 'MALFORMED'],
    ['a first instant that is one', { nbf: '2026' }, 'MALFORMED'],
    ['a first instant that has come', { nbf: 2_000_000_000 }, 'NOT_YET_VALID'],
  ])('has to say in either place %s', async (_, claims, fault) => {
    const found = await judged(keys, await beside({ vc: moved(), ...claims }));
    expect(found.verdict).toBe('invalid');
    expect(found.faults).toContain(fault);
  });

  it('is by the issuer that its claim names, who has to own the key', async () => {
    for (const iss of [stranger.id, 'did:web:campus.example']) {
      const found = await judged(keys, await beside({ vc: moved(), iss }));
      expect(found).toMatchObject({ valid: false, issuer: iss });
      expect(found.faults).toEqual([iss === stranger.id ? 'ISSUER_DISOWNS_KEY' : 'ISSUER_UNCONFIRMED']);
    }
  });

  it.each<[string, Json]>([
    ['id', { jti: 'urn:x:another' }],
    ['issuer', { iss: stranger.id }],
    ['subject', { sub: 'did:example:another' }],
    ['first instant', { nbf: 1_700_000_000 }],
  ])('says two things where both places name another %s', async (_, claims) => {
    const found = await judged(keys, await beside({ vc: old(), ...claims }));
    expect(found.verdict).toBe('invalid');
    expect(found.faults).toContain('CLAIMS_DIFFER');
  });

  it('says the same as a payload that keeps them', async () => {
    expect(await judged(keys, await claiming({ vc: moved() }))).toMatchObject(warned);
    const ends = { validUntil: '2036-01-01T00:00:00.500Z', exp: seconds('2036-01-01T00:00:00Z') };
    expect(await judged(keys, await claiming({ ...ends, vc: moved() }))).toMatchObject(warned);
    const open = { exp: seconds('2036-01-01T00:00:00Z'), vc: moved() };
    expect(await judged(keys, await claiming(open))).toMatchObject(warned);
    const another = await claiming({ vc: { ...moved(), name: 'Doctor' } });
    expect((await judged(keys, another)).faults).toEqual(['CLAIMS_DIFFER']);
  });

  it('has its instants to the second, however they are rounded', async () => {
    for (const nbf of [1795514400, 1795514401, 1795514400.25])
      expect(await judged(keys, await claiming({ nbf }))).toMatchObject({ verdict: 'valid' });
    for (const nbf of [1795514399, 1795514402])
      expect((await judged(keys, await claiming({ nbf }))).faults).toEqual(['CLAIMS_DIFFER']);
  });
});

describe('a payload and a claim `vc` that spell the same in other ways', () => {
  const [first, second] = key.badge()['@context'] as [string, string];
  const vocabulary = (version: string) => second.replace(/context.*/, `context${version}.json`);
  const subject = key.badge().credentialSubject as Json;

  it.each<[string, Json, Json]>([
    ['an instant', { validFrom: '2026-11-24T10:00:00Z' }, { validFrom: '2026-11-24T10:00:00.000Z' }],
    ['by another offset', { validFrom: '2026-11-24T10:00:00Z' }, { validFrom: '2026-11-24T11:00:00+01:00' }],
    ['by UTC’s offset', { awardedDate: '2026-11-23T00:00:00Z' }, { awardedDate: '2026-11-23T00:00:00+00:00' }],
    ['by another version', {}, { '@context': [first, vocabulary('-3.0.1')] }],
    ['types in another order', {}, { type: (key.badge().type as string[]).toReversed() }],
    ['a type as text', {}, { credentialSubject: { ...subject, type: 'AchievementSubject' } }],
    ['an issuer as text', { issuer: key.id }, { issuer: { id: key.id } }],
    ['evidence by itself', { evidence: [{ type: ['Evidence'] }] }, { evidence: { type: 'Evidence' } }],
  ])('say the same: %s', async (_, payload, claim) => {
    const badge = { ...key.badge(), ...payload };
    const given = await claiming({ ...payload, nbf: undefined, vc: { ...badge, ...claim } });
    expect(await judged(keys, given)).toMatchObject({ verdict: 'valid', faults: [] });
  });

  it.each<[string, Json, string]>([
    ['an instant that is another', { validFrom: '2026-11-24T10:00:01.250Z' }, 'CLAIMS_DIFFER'],
    ['an instant that is none', { validFrom: '2026-11-24' }, 'CLAIMS_DIFFER'],
    ['a type more', { type: [...(key.badge().type as string[]), 'Diploma'] }, 'CLAIMS_DIFFER'],
    ['an issuer that is another', { issuer: stranger.id }, 'CLAIMS_DIFFER'],
    ['a vocabulary that is not one of badges', { '@context': [first, 'https://a.example/c'] }, 'CLAIMS_DIFFER'],
    ['no vocabulary', { '@context': [first] }, 'CLAIMS_DIFFER'],
    ['a vocabulary in the place of the data model', { '@context': [second, first] }, 'CLAIMS_DIFFER'],
  ])('say two things by %s', async (_, claim, fault) => {
    const found = await judged(keys, await claiming({ vc: { ...key.badge(), ...claim } }));
    expect(found).toMatchObject({ verdict: 'invalid', faults: [fault] });
  });

  it('cannot be compared by a version that is not known here', async () => {
    const later = await claiming({ vc: key.badge({ '@context': [first, vocabulary('-3.0.99')] }) });
    expect(await judged(keys, later)).toMatchObject({ verdict: 'undetermined', faults: ['CONTEXT_UNKNOWN'] });
  });

  it('have statuses that are each asked where their types differ, and say two things where one type does', async () => {
    const told = async (own: unknown, claim: unknown, documents = {}) =>
      judged(keys, await claiming({ credentialStatus: own, vc: key.badge({ credentialStatus: claim }) }), {
        documents: (id) => (documents as Json)[id],
      });
    const other = { ...status, type: 'StatusList2021Entry' };
    const unchecked = { verdict: 'undetermined', faults: ['STATUS_UNCHECKED'] };
    expect(await told(status, other)).toMatchObject(unchecked);
    expect(await told([status], { ...status, id: undefined })).toMatchObject(unchecked);
    expect(await told(status, [status, other])).toMatchObject(unchecked);
    for (const lie of [{ statusListIndex: '4' }, { statusListCredential: 'https://a.example/other' }])
      expect((await told(status, { ...status, ...lie })).faults).toContain('CLAIMS_DIFFER');
    expect((await told(status, undefined)).faults).toContain('CLAIMS_DIFFER');
    const revocations = { id: 'https://a.example/r', type: '1EdTechRevocationList' };
    const list = { id: revocations.id, issuer: key.id, revokedCredential: [key.badge().id] };
    const revoked = await told(other, revocations, { [revocations.id]: list });
    expect(revoked).toMatchObject({ verdict: 'invalid' });
    expect(revoked.faults).toContain('REVOKED');
    expect(revoked.faults).not.toContain('CLAIMS_DIFFER');
  });

  it('have proofs that are each asked', async () => {
    const { proof } = await key.proven(key.badge());
    const { proof: again } = await key.proven(key.badge(), { cryptosuite: 'eddsa-2022' } as never);
    const told = async (own: unknown, claim: unknown) =>
      judged(keys, await claiming({ proof: own, vc: key.badge({ proof: claim }) }));
    expect(await told(proof, again)).toMatchObject({ verdict: 'valid', proofs: [{}, {}, {}] });
    const foreign = { ...(proof as Json), cryptosuite: 'ecdsa-rdfc-2019' };
    expect(await told(proof, foreign)).toMatchObject({ verdict: 'undetermined', faults: ['PROOF_NOT_SUPPORTED'] });
    const broken = { ...(proof as Json), created: '2026-11-24T10:00:01Z' };
    expect(await told(proof, broken)).toMatchObject({ verdict: 'invalid', faults: ['SIGNATURE_INVALID'] });
    expect((await told(proof, undefined)).faults).toEqual(['CLAIMS_DIFFER']);
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
    const hidden = await beside({ vc: key.badge({ status }), status: {} });
    expect(await judged(keys, hidden)).toMatchObject(unchecked);
  });

  it.each([[null], [{}]])('that says nothing has none: %j', async (status) => {
    expect(await judged(keys, await claiming({ status }))).toMatchObject({ verdict: 'valid', faults: [] });
    const inside = await beside({ status, vc: key.badge({ status }) });
    expect(await judged(keys, inside)).toMatchObject({ verdict: 'valid', faults: [] });
  });

  it.each([[''], [[]], [0], [false], [{ status_list: null }], [{ other: {} }]])(
    'that cannot be read has one that nobody looked up: %j',
    async (status) => {
      const unchecked = { verdict: 'undetermined', faults: ['STATUS_UNCHECKED'] };
      expect(await judged(keys, await claiming({ status }))).toMatchObject(unchecked);
    },
  );
});

it('is no one credential with a presentation of others beside it', async () => {
  const vp = { type: ['VerifiablePresentation'], verifiableCredential: [await key.proven(stranger.badge())] };
  for (const both of [
    await claiming({ vp }),
    await claiming({ vp, vc: key.badge() }),
    await beside({ vp, vc: key.badge() }),
  ])
    expect(await judged(keys, both)).toMatchObject({ verdict: 'undetermined', faults: ['NOT_READ'] });
});

it('ends on no instant that is beyond all numbers', async () => {
  const [head, payload] = (await claiming({ exp: 1900000000 })).split('.') as [string, string];
  const text = Buffer.from(payload, 'base64url').toString().replace('1900000000', '1e400');
  const body = `${head}.${Buffer.from(text).toString('base64url')}`;
  const jwt = `${body}.${sign(null, Buffer.from(body), key.privateKey).toString('base64url')}`;
  expect(await judged(keys, jwt)).toMatchObject({ verdict: 'invalid', faults: ['MALFORMED'] });
});
