import { sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CredentialKeys } from '../credentials/keys.js';
import { judged, keysOf } from '../testing/badges.js';
import { bakedPng, endorsementOf, foreignIssuer, foreignJwt } from '../testing/foreign.js';
import type { VerificationView } from './verdict.js';

type Json = Record<string, unknown>;
type Given = string | object;
type Expected = Partial<Pick<VerificationView, 'verdict' | 'faults' | 'warnings' | 'kind'>>;

let keys: CredentialKeys;
beforeAll(async () => {
  keys = await keysOf();
});
const verify = (given: Given) => judged(keys, given);

const key = foreignIssuer();
const valid: Expected = { verdict: 'valid', faults: [], warnings: [], kind: 'open-badge' };
const wrong = (...faults: VerificationView['faults']): Expected => ({ verdict: 'invalid', faults });
const unsure = (...faults: VerificationView['faults']): Expected => ({ verdict: 'undetermined', faults });

const eddsaOf = (credential: Json, by = key, header: Json = {}): Promise<string> =>
  foreignJwt(credential, { alg: 'EdDSA', kid: by.method.id, ...header }, by.privateKey);
const LATER_VOCABULARY = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.1.0.json',
];
const learnerRecord = (about: Json = {}): Json =>
  key.badge({
    type: ['VerifiableCredential', 'ClrCredential'],
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json'],
    credentialSubject: { id: 'did:example:1', type: ['ClrSubject'], verifiableCredential: [] },
    ...about,
  });
const clrJwt = (about: Json = {}, header: Json = {}) => eddsaOf(learnerRecord(about), key, header);

describe('other types of credentials', () => {
  const endorsement = { ...valid, kind: 'endorsement' as const };
  it.each<[string, () => Promise<Given>, Expected]>([
    ['an endorsement', () => key.proven(endorsementOf(key.id)), endorsement],
    ['an endorsement as JWT', () => eddsaOf(endorsementOf(key.id)), endorsement],
    [
      'an endorsement of nothing',
      () => eddsaOf(endorsementOf(key.id, { type: ['Profile'] })),
      wrong('ENDORSEMENT_INCOMPLETE'),
    ],
    [
      'an endorsement that was changed',
      async () => ({ ...(await key.proven(endorsementOf(key.id))), name: 'Praise' }),
      wrong('SIGNATURE_INVALID'),
    ],
    ['a learner record (CLR 2.0) as JWT', () => clrJwt(), unsure('TYPE_NOT_SUPPORTED')],
    [
      'a learner record as JSON',
      async () => ({ ...learnerRecord(), proof: await key.prove(key.badge()) }),
      unsure('TYPE_NOT_SUPPORTED', 'CONTEXT_UNKNOWN'),
    ],
    [
      'a learner record that has expired',
      () => clrJwt({ validUntil: '2026-11-30T00:00:00Z', exp: 1795996800 }),
      wrong('TYPE_NOT_SUPPORTED', 'EXPIRED'),
    ],
    [
      'a learner record signed by other rules',
      () => clrJwt({}, { typ: 'vc+sd-jwt' }),
      unsure('TYPE_NOT_SUPPORTED', 'PROOF_NOT_SUPPORTED'),
    ],
    [
      'a learner record that says no first instant',
      () => clrJwt({ validFrom: undefined }),
      unsure('TYPE_NOT_SUPPORTED'),
    ],
    [
      'an unknown type',
      () => clrJwt({ type: ['VerifiableCredential', 'DiplomaCredential'] }),
      unsure('TYPE_NOT_SUPPORTED'),
    ],
    [
      'a credential of no type of its own',
      () => clrJwt({ type: ['VerifiableCredential'] }),
      unsure('TYPE_NOT_SUPPORTED'),
    ],
    [
      'a badge by a later vocabulary, as JWT',
      () => eddsaOf(key.badge({ '@context': LATER_VOCABULARY })),
      unsure('CONTEXT_UNKNOWN'),
    ],
    [
      'a badge by a later vocabulary, as JSON',
      async () => ({ ...(await key.proven(key.badge())), '@context': LATER_VOCABULARY }),
      unsure('CONTEXT_UNKNOWN'),
    ],
    [
      'a badge by a later data model',
      () => eddsaOf(key.badge({ '@context': ['https://www.w3.org/ns/credentials/v3', LATER_VOCABULARY[1]] })),
      unsure('CONTEXT_UNKNOWN'),
    ],
    [
      'a badge by no vocabulary of badges',
      () => eddsaOf(key.badge({ '@context': LATER_VOCABULARY.slice(0, 1) })),
      wrong('CONTEXT_MISSING'),
    ],
    [
      'a badge of Open Badges 2.0',
      async () => ({ '@context': 'https://w3id.org/openbadges/v2', type: 'Assertion', id: 'https://campus.example/1' }),
      unsure('TYPE_NOT_SUPPORTED'),
    ],
    [
      'a picture of Open Badges 2.0',
      async () =>
        bakedPng(JSON.stringify({ '@context': 'https://w3id.org/openbadges/v2', type: 'Assertion' }), 'openbadges'),
      unsure('TYPE_NOT_SUPPORTED'),
    ],
    [
      'a presentation',
      async () => ({ '@context': ['https://www.w3.org/ns/credentials/v2'], type: ['VerifiablePresentation'] }),
      unsure('TYPE_NOT_SUPPORTED'),
    ],
    [
      'a badge that does not say when it begins',
      () => eddsaOf(key.badge({ validFrom: undefined })),
      wrong('MALFORMED'),
    ],
    [
      'a badge that hides that it is a credential',
      () => eddsaOf(key.badge({ type: ['OpenBadgeCredential'] })),
      wrong('NOT_AN_OPEN_BADGE'),
    ],
  ])('%s', async (_, given, expected) => {
    expect(await verify(await given())).toMatchObject(expected);
  });
});

const KNOWN = key.badge()['@context'] as string[];
const VC = 'VerifiableCredential';
const BADGE = 'OpenBadgeCredential';

describe('a badge that says more than is known here', () => {
  it.each<[string, unknown]>([
    ['by a context beside that is not known', 'https://later.example/context'],
    ['by words of its own', { foo: 'https://later.example/foo' }],
    ['by words that it gives another meaning', { awardedDate: 'https://later.example/foo' }],
    ['by a vocabulary for all that has none', { '@vocab': 'https://later.example/' }],
  ])('is not valid, in either form: %s', async (_, context) => {
    const about = { '@context': [...KNOWN, context] };
    expect(await verify(await eddsaOf(key.badge(about)))).toMatchObject(unsure('CONTEXT_UNKNOWN'));
    const json = { ...(await key.proven(key.badge())), ...about };
    expect(await verify(json)).toMatchObject(unsure('CONTEXT_UNKNOWN'));
    const subject = { ...(key.badge().credentialSubject as Json), '@context': context };
    expect(await verify(await eddsaOf(key.badge({ credentialSubject: subject })))).toMatchObject(
      unsure('CONTEXT_UNKNOWN'),
    );
  });

  it.each(['ClrCredential', 'BitstringStatusListCredential', 'EndorsementCredential', 'urn:x:Diploma', 7])(
    'is not valid, being something else as well: %s',
    async (type) => {
      const mixed = key.badge({ type: [VC, BADGE, type] });
      expect(await verify(await eddsaOf(mixed))).toMatchObject({ ...unsure('TYPE_NOT_SUPPORTED'), kind: null });
      const json = await key.proven(mixed).catch(async () => ({ ...mixed, proof: await key.prove(key.badge()) }));
      const found = await verify(json);
      expect(found).toMatchObject({ valid: false, kind: null });
      expect(found.faults).toContain('TYPE_NOT_SUPPORTED');
    },
  );

  it('is valid under both names of a badge', async () => {
    const both = key.badge({ type: [VC, BADGE, 'AchievementCredential'] });
    expect(await verify(await eddsaOf(both))).toMatchObject(valid);
  });
});

describe('what a badge has to say, in either form', () => {
  it.each<[string, Json, VerificationView['faults'][number]]>([
    ['an id', { id: undefined }, 'MALFORMED'],
    ['an id that is a URI', { id: 'not a uri' }, 'MALFORMED'],
    ['on what date it was awarded', { awardedDate: 'x' }, 'MALFORMED'],
    ['on what date it was issued', { issuanceDate: 'x' }, 'MALFORMED'],
    ['a past date on which it was issued, beside another', { issuanceDate: '2036-01-01T00:00:00Z' }, 'NOT_YET_VALID'],
    ['no past date on which it ends, beside another', { expirationDate: '2020-01-01T00:00:00Z' }, 'EXPIRED'],
  ])('%s', async (_, about, fault) => {
    const badge = key.badge(about);
    expect(await verify(await eddsaOf(badge))).toMatchObject(wrong(fault));
    const found = await verify({ ...badge, proof: await key.prove(key.badge()) });
    expect(found).toMatchObject({ verdict: 'invalid' });
    expect(found.faults).toContain(fault);
  });
});

it.each([
  { crit: ['b64'], b64: false },
  { crit: ['b64'], b64: true },
  { crit: ['exp'], exp: 1 },
  { crit: [] },
  { b64: false },
])('a JWT is not valid whose header asks for more than is known here: %j', async (header) => {
  const [, claims] = (await eddsaOf(key.badge())).split('.');
  const about = { alg: 'EdDSA', kid: key.method.id, ...header };
  const body = `${Buffer.from(JSON.stringify(about)).toString('base64url')}.${claims}`;
  const signature = sign(null, Buffer.from(body), key.privateKey).toString('base64url');
  expect(await verify(`${body}.${signature}`)).toMatchObject(unsure('PROOF_NOT_SUPPORTED'));
});
