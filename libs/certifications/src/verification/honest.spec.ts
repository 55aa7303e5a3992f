import { createPublicKey } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, SignJWT } from 'jose';
import type { CredentialKeys } from '../credentials/keys.js';
import { judged, keysOf } from '../testing/badges.js';
import { attachedPdf, bakedPng, endorsementOf, foreignIssuer, foreignJwt } from '../testing/foreign.js';

type Json = Record<string, unknown>;

let keys: CredentialKeys;
beforeAll(async () => {
  keys = await keysOf();
});
const key = foreignIssuer();
const badge = key.badge();
const subject = badge.credentialSubject as Json;
const achievement = subject.achievement as Json;
const issuer = badge.issuer as Json;
const [NOW, BADGES] = badge['@context'] as [string, string];
const OLD = 'https://www.w3.org/2018/credentials/v1';
const { validFrom, ...undated } = badge;
const old = { ...undated, '@context': [OLD, BADGES], issuanceDate: validFrom };
const of = (about: Json): Json => ({ credentialSubject: { ...subject, ...about } });
const about = (more: Json): Json => of({ achievement: { ...achievement, ...more } });
const jwtOf = async (credential: Json, claims: Json = {}, header: Json = {}): Promise<string> => {
  const named = { alg: 'EdDSA', kid: key.method.id };
  const whole = { ...badge, ...credential, issuer, credentialSubject: subject };
  const registered = decodeJwt(await foreignJwt(whole, named, key.privateKey));
  const { iss, jti, sub, nbf } = registered;
  const given = { ...credential, iss, jti, sub, nbf, ...claims };
  return new SignJWT(given as never).setProtectedHeader({ ...named, ...header } as never).sign(key.privateKey);
};
const jwkOf = (): Json => createPublicKey(key.privateKey).export({ format: 'jwk' }) as Json;
const version = (name: string): Json => ({ '@context': [NOW, BADGES.replace(/context.*/, name)] });

const HONEST: [string, Json][] = [
  ['no awarded date', { awardedDate: undefined }],
  ['an end', { validUntil: '2036-01-01T00:00:00Z' }],
  ['an end on another continent', { validUntil: '2036-01-01T00:00:00-05:00' }],
  ['an instant of seven digits', { validFrom: '2026-11-24T10:00:00.2500000Z' }],
  ['an instant without a fraction', { validFrom: '2026-11-24T10:00:00Z' }],
  ['an issuer of one type as text', { issuer: { ...issuer, type: 'Profile' } }],
  ['an issuer as text', { issuer: key.id }],
  [
    'an issuer with words of its own',
    { issuer: { ...issuer, description: 'x', email: 'a@b.example', phone: '+2125' } },
  ],
  ['types in another order', { type: (badge.type as string[]).toReversed() }],
  ['the type of both names', { type: ['VerifiableCredential', 'AchievementCredential', 'OpenBadgeCredential'] }],
  ['the type by its other name', { type: ['VerifiableCredential', 'AchievementCredential'] }],
  ['an id that is a number of the world', { id: 'urn:uuid:91537dba-56cb-11ec-bf63-0242ac130002' }],
  ['an id that is an address', { id: 'http://example.edu/credentials/3732' }],
  ['no name', { name: undefined }],
  ['a description', { description: 'A badge' }],
  [
    'a name in languages',
    {
      name: [
        { '@value': 'Excel', '@language': 'fr' },
        { '@value': 'إكسل', '@language': 'ar' },
      ],
    },
  ],
  ['an image', { image: { id: 'https://a.example/1.png', type: 'Image' } }],
  ['evidence', { evidence: [{ type: ['Evidence'], id: 'https://a.example/e', narrative: 'x' }] }],
  ['evidence that is one', { evidence: { type: 'Evidence', name: 'x' } }],
  ['a subject without an id', of({ id: undefined })],
  ['a subject by a DID', of({ id: 'did:example:ebfeb1f712ebc6f1c276e12ec21' })],
  ['a subject by a post address', of({ id: 'mailto:salma@example.org' })],
  ['a subject of its type as text', of({ type: 'AchievementSubject' })],
  ['a subject with a narrative and a term', of({ narrative: 'x', term: '2026', role: 'student' })],
  ['a subject with dates', of({ activityStartDate: '2026-09-01T00:00:00Z', activityEndDate: '2026-11-01T00:00:00Z' })],
  ['a subject with credits', of({ creditsEarned: 3.5 })],
  ['a result', of({ result: [{ type: ['Result'], value: '820', status: 'Completed' }] })],
  ['criteria elsewhere', about({ criteria: { id: 'https://a.example/c' } })],
  ['an achievement of its type as text', about({ type: 'Achievement' })],
  ['an achievement of a type of others', about({ achievementType: 'ext:Diploma' })],
  [
    'an achievement with tags and a language',
    about({ tag: ['a', 'b'], inLanguage: 'fr', version: '1', humanCode: 'X1' }),
  ],
  ['an achievement by a creator', about({ creator: { id: 'https://a.example/c', type: ['Profile'], name: 'C' } })],
  ['an achievement with an image', about({ image: { id: 'https://a.example/i.png', type: 'Image', caption: 'x' } })],
  [
    'an achievement that is aligned',
    about({
      alignment: [{ type: ['Alignment'], targetName: 'x', targetUrl: 'https://a.example/t', targetType: 'CTDL' }],
    }),
  ],
  ['the vocabulary and its extensions', { '@context': [NOW, BADGES, BADGES.replace(/context.*/, 'extensions.json')] }],
  ['a proof’s own context', { '@context': [NOW, BADGES, 'https://w3id.org/security/data-integrity/v2'] }],
];

describe('a badge that an honest issuer may write', () => {
  it.each(HONEST)('is valid with %s, in each form', async (_, more) => {
    const own = JSON.parse(JSON.stringify({ ...badge, ...more })) as Json;
    const {
      id,
      validFrom: from,
      credentialSubject,
    } = own as { id: string; validFrom: string; credentialSubject: Json };
    const claims = { jti: id, nbf: Math.floor(Date.parse(from) / 1000), sub: credentialSubject.id };
    const told = async (given: string | object) => {
      const { verdict, faults } = await judged(keys, given);
      return { verdict, faults };
    };
    const valid = { verdict: 'valid', faults: [] };
    const [json, jwt] = [await key.proven(own), await jwtOf(own, claims)];
    const inside = await jwtOf({ vc: own }, claims);
    for (const given of [json, jwt, inside, bakedPng(jwt), attachedPdf(jwt, JSON.stringify(json))])
      expect(await told(given)).toEqual(valid);
    expect(await told(attachedPdf(inside, JSON.stringify(json, undefined, 2), 'Notes.'))).toEqual(valid);
  });

  it.each<[string, Json, Json, Json]>([
    ['by the data model of 1.1 in `vc`', { vc: old }, {}, {}],
    ['by the data model of 1.1 as payload', old, {}, {}],
    ['with claims of others', badge, { aud: 'https://a.example', nonce: 'x', iat: 1795514400 }, {}],
    ['with an iat of more digits', badge, { iat: 1795514400.5 }, {}],
    ['without any claims', badge, { iss: undefined, jti: undefined, sub: undefined, nbf: undefined }, {}],
    ['by the first vocabulary', { ...badge, ...version('context.json') }, {}, {}],
    ['by the first numbered vocabulary', { ...badge, ...version('context-3.0.1.json') }, {}, {}],
    ['by the second numbered vocabulary', { ...badge, ...version('context-3.0.2.json') }, {}, {}],
    ['with the date of either data model', { ...badge, issuanceDate: '2026-11-24T10:00:00.25Z' }, {}, {}],
    ['that ends by its claim', badge, { exp: 2082758400 }, {}],
    ['of the type JWT', badge, {}, { typ: 'JWT' }],
    ['of the type of 2.0', badge, {}, { typ: 'vc+jwt', cty: 'vc' }],
    ['of the whole type of 2.0', badge, {}, { typ: 'application/vc+jwt' }],
    ['with the key of its header', badge, {}, { kid: undefined, jwk: jwkOf() }],
    ['with both names of its key', badge, {}, { jwk: jwkOf() }],
  ])('is valid as JWT %s', async (_, credential, claims, header) => {
    const found = await judged(keys, await jwtOf(credential, claims, header));
    expect(found).toMatchObject({ verdict: 'valid', faults: [] });
  });

  it('is valid in both forms of its two data models', async () => {
    const [first, second] = [await jwtOf({ vc: old }), await key.proven(badge)];
    for (const pdf of [attachedPdf(first, JSON.stringify(second)), attachedPdf(JSON.stringify(second), first)])
      expect(await judged(keys, pdf)).toMatchObject({ verdict: 'valid', faults: [] });
    const changed = await key.proven({ ...badge, name: 'Doctor' });
    expect(await judged(keys, attachedPdf(first, JSON.stringify(changed)))).toMatchObject({
      faults: ['CLAIMS_DIFFER'],
    });
  });

  it('is of one end in both forms: a claim that JSON-LD does not say is another credential’s', async () => {
    const [json, ends] = [JSON.stringify(await key.proven(badge)), await jwtOf(badge, { exp: 2082758400 })];
    for (const pdf of [attachedPdf(json, ends), attachedPdf(ends, json)])
      expect(await judged(keys, pdf)).toMatchObject({ verdict: 'invalid', faults: ['CLAIMS_DIFFER'] });
    const until = { ...badge, validUntil: '2036-01-01T00:00:00Z' };
    const both = attachedPdf(JSON.stringify(await key.proven(until)), await jwtOf(until, { exp: 2082758400 }));
    expect(await judged(keys, both)).toMatchObject({ verdict: 'valid', faults: [] });
  });

  it.each<[string, Json]>([
    ['by the type of drafts', { typ: 'vc+ld+jwt' }],
    ['by a curve that is not known here', { alg: 'ES256K' }],
    ['by a key elsewhere', { kid: 'https://a.example/keys/1' }],
  ])('is undetermined as JWT %s', async (_, header) => {
    const [, ...rest] = (await jwtOf(badge)).split('.');
    const head = Buffer.from(JSON.stringify({ alg: 'EdDSA', kid: key.method.id, ...header })).toString('base64url');
    expect((await judged(keys, [head, ...rest].join('.'))).verdict).toBe('undetermined');
  });

  it('is valid as an endorsement by either data model', async () => {
    const endorsement = endorsementOf(key.id);
    const { validFrom: from, ...said } = endorsement;
    const first = { ...said, '@context': old['@context'], issuanceDate: from };
    const sub = (endorsement.credentialSubject as Json).id;
    for (const credential of [endorsement, { vc: first }, { vc: endorsement }]) {
      const claims = { jti: endorsement.id, sub };
      expect(await judged(keys, await jwtOf(credential, claims))).toMatchObject({ verdict: 'valid', faults: [] });
    }
  });
});
