import { beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalOf, type Proof } from '../credentials/data-integrity.js';
import type { CredentialKeys } from '../credentials/keys.js';
import { shippedContexts } from '../credentials/reference/contexts.js';
import { statusEntry, statusListCredential } from '../credentials/status-list.js';
import { judged, keysOf, LATER } from '../testing/badges.js';
import { attachedPdf, bakedPng, endorsementOf, foreignIssuer, foreignJwt } from '../testing/foreign.js';
import { vouchedFor } from './documents.js';
import { isPlain } from './spelling.js';
import { verifyOffline } from './verify-offline.js';

type Json = Record<string, unknown>;
type Word = { name: string; address: string; value: unknown };
type Spelled = (document: Json, word: Word) => Json;

let keys: CredentialKeys;
beforeAll(async () => {
  keys = await keysOf();
});
const key = foreignIssuer();
const PROOF = 'urn:uuid:0d3e1f5c-2f5a-4a30-9d52-6e2b5b8f0a77';
const LIST = 'https://campus.example/lists/1';
const PAST = '2026-11-30T00:00:00Z';
const OF_CREDENTIALS = 'https://www.w3.org/2018/credentials#';
const RDF_TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
const DATE = 'http://www.w3.org/2001/XMLSchema#dateTime';
const [, BADGES] = key.badge()['@context'] as [string, string];
const OLD = 'https://www.w3.org/2018/credentials/v1';
const entry = { ...statusEntry(LIST, { list: 0, index: 7 }) };

const within = (document: Json, name: string, more: Json): Json => ({
  ...document,
  [name]: { ...(document[name] as Json), ...more },
});
const again = ({ id, type }: Json, { name, value }: Word): Json => ({ id, type, [name]: value });
const addressed = ({ value }: Word): unknown =>
  typeof value === 'string' && /^\d/.test(value) ? { '@value': value, '@type': DATE } : value;

/** The same triples with a word of the credential moved elsewhere. */
const SPELLINGS: Record<string, Spelled> = {
  '@nest': (document, { name, value }) => ({ ...document, '@nest': { [name]: value } }),
  'a list of @nest': (document, { name, value }) => ({ ...document, '@nest': [{}, { [name]: value }] }),
  '@nest in @nest': (document, { name, value }) => ({ ...document, '@nest': { '@nest': { [name]: value } } }),
  'an address under @nest': (document, word) => ({ ...document, '@nest': { [word.address]: addressed(word) } }),
  '@included': (document, word) => ({ ...document, '@included': again(document, word) }),
  'a list of @included': (document, word) => ({ ...document, '@included': [again(document, word)] }),
  '@included in @nest': (document, word) => ({ ...document, '@nest': { '@included': [again(document, word)] } }),
  '@included by its keywords': (document, { name, value }) => ({
    ...document,
    '@included': [{ '@id': document.id, '@type': document.type, [name]: value }],
  }),
  '@included by its address': (document, word) => ({
    ...document,
    '@included': [{ id: document.id, [word.address]: addressed(word) }],
  }),
  '@included in the issuer': (document, word) => within(document, 'issuer', { '@included': [again(document, word)] }),
  '@included in the subject': (document, word) =>
    within(document, 'credentialSubject', { '@included': [again(document, word)] }),
  '@included in the achievement': (document, word) => {
    const { achievement } = document.credentialSubject as { achievement: Json };
    const whole = { ...achievement, '@included': [again(document, word)] };
    return within(document, 'credentialSubject', { achievement: whole });
  },
  '@reverse of the issuer': (document, word) =>
    within(document, 'issuer', { '@reverse': { [`${OF_CREDENTIALS}issuer`]: again(document, word) } }),
  '@reverse of the subject': (document, word) =>
    within(document, 'credentialSubject', {
      '@reverse': { [`${OF_CREDENTIALS}credentialSubject`]: again(document, word) },
    }),
  'its address': (document, word) => ({ ...document, [word.address]: addressed(word) }),
  'a list of its address': (document, word) => ({ ...document, [word.address]: [addressed(word)] }),
  'a set of its address': (document, word) => ({ ...document, [word.address]: { '@set': [addressed(word)] } }),
};
const OF_PROOFS = [
  '@nest',
  'a list of @nest',
  '@nest in @nest',
  'an address under @nest',
  '@included by its address',
].concat('its address', 'a list of its address', 'a set of its address');

const SECURITY = 'https://w3id.org/security#';
const WORDS: Record<string, Word> = {
  validUntil: { name: 'validUntil', address: `${OF_CREDENTIALS}validUntil`, value: PAST },
  credentialStatus: { name: 'credentialStatus', address: `${OF_CREDENTIALS}credentialStatus`, value: entry },
  credentialSchema: {
    name: 'credentialSchema',
    address: `${OF_CREDENTIALS}credentialSchema`,
    value: { id: 'https://a.example/schema', type: 'JsonSchema' },
  },
  expires: { name: 'expires', address: `${SECURITY}expiration`, value: PAST },
  created: { name: 'created', address: 'http://purl.org/dc/terms/created', value: '2027-11-30T00:00:00Z' },
  proofPurpose: {
    name: 'proofPurpose',
    address: `${SECURITY}proofPurpose`,
    value: { id: `${SECURITY}authenticationMethod` },
  },
};
const without = (document: Json, name: string): Json => {
  const { [name]: _, ...rest } = document;
  return rest;
};
const jwtOf = (credential: Json): Promise<string> =>
  foreignJwt(without(credential, 'proof'), { alg: 'EdDSA', kid: key.method.id }, key.privateKey);
const triples = ({ proof: _, ...document }: Json): Promise<string> => canonicalOf(document, shippedContexts());
const told = async (given: string | object, ...documents: object[]) => {
  const { verdict, faults } = await judged(keys, given, { documents: vouchedFor(documents) });
  return { verdict, faults };
};
const valid = { verdict: 'valid', faults: [] };
const unread = { verdict: 'undetermined', faults: ['SPELLING_NOT_READ'] };

describe('a word of a credential that stays signed', () => {
  const cases = ['validUntil', 'credentialStatus', 'credentialSchema'].flatMap((word) =>
    Object.keys(SPELLINGS).map((spelling): [string, string] => [word, spelling]),
  );
  it.each(cases)('is not read past: %s under %s', async (name, spelling) => {
    const word = WORDS[name]!;
    const honest = await key.proven(key.badge({ [name]: word.value }));
    expect((await told(honest)).verdict).not.toBe('valid');
    const moved = SPELLINGS[spelling]!(without(honest, name), word);
    expect(await triples(moved)).toBe(await triples(honest));
    expect(await told(moved)).toEqual(unread);
    expect(await told(bakedPng(JSON.stringify(moved)))).toEqual(unread);
    expect((await told(await jwtOf(moved))).faults).toContain('SPELLING_NOT_READ');
  });

  it('is not read past by the data model of 1.1 either, whose contexts shorten addresses', async () => {
    const { validFrom, ...badge } = key.badge();
    const honest = await key.proven({
      ...badge,
      '@context': [OLD, BADGES, 'https://w3id.org/security/data-integrity/v2'],
      issuanceDate: validFrom,
      expirationDate: PAST,
    });
    expect((await told(honest)).faults).toEqual(['EXPIRED']);
    const { expirationDate, ...rest } = honest as Json;
    for (const moved of [
      { ...rest, 'cred:expirationDate': { '@value': expirationDate, '@type': 'xsd:dateTime' } },
      { ...rest, '@nest': { expirationDate } },
    ]) {
      expect(await triples(moved)).toBe(await triples(honest));
      expect(await told(moved)).toEqual(unread);
    }
  });

  it('is not read past where no keyword moves it: in a second node of the same id', async () => {
    const { id, type } = key.badge() as { id: string; type: string[] };
    const about = (more: Json): Json => {
      const { '@context': _, ...endorsement } = endorsementOf(key.id, { id, ...more });
      return endorsement;
    };
    const again = about({ type: ['EndorsementSubject', ...type], validUntil: PAST });
    const honest = await key.proven(key.badge({ endorsement: [again], validUntil: PAST }));
    expect((await told(honest)).faults).toContain('EXPIRED');
    const moved = without(honest, 'validUntil');
    expect(await triples(moved)).toBe(await triples(honest));
    expect(await told(moved)).toEqual(unread);
    expect(await told(await key.proven(key.badge({ endorsement: [about({})] })))).toEqual(valid);
  });

  it('is not judged from the other end: of an endorsement inside, with the badge as its subject', async () => {
    const { '@context': context, ...endorsement } = endorsementOf(key.id, { id: key.badge().id });
    const honest = await key.proven(key.badge({ endorsement: [endorsement], validUntil: PAST }));
    expect((await told(honest)).faults).toEqual(['EXPIRED']);
    const { '@context': _, proof, type, ...badge } = honest as Json;
    const turned = {
      '@context': context,
      ...endorsement,
      credentialSubject: {
        ...(endorsement.credentialSubject as Json),
        ...badge,
        type: [...(type as string[]), 'EndorsementSubject'],
        endorsement: { id: endorsement.id },
      },
      proof,
    };
    expect(await triples(turned)).toBe(await triples(honest));
    expect(await told(turned)).toEqual(unread);
  });

  it('is not judged where it says a second thing by another spelling, though its issuer signed both', async () => {
    const subject = key.badge().credentialSubject as { achievement: Json };
    const other = { ...subject.achievement, id: 'https://a.example/phd', name: 'PhD' };
    for (const both of [
      key.badge({ validUntil: '2036-01-01T00:00:00Z', '@nest': { validUntil: PAST } }),
      key.badge({ '@nest': { issuer: 'did:example:other' } }),
      key.badge({ '@nest': { credentialSubject: { ...subject, id: 'did:example:other' } } }),
      key.badge({ credentialSubject: { ...subject, '@nest': { achievement: other } } }),
      key.badge({ [RDF_TYPE]: { id: 'https://a.example/Diploma' } }),
    ]) {
      expect(await told(await key.proven(both))).toEqual(unread);
      expect(await told(await jwtOf(both))).toEqual(unread);
    }
  });

  it.each<[string, (document: Json) => Json]>([
    ['its id', ({ id, ...document }) => ({ ...document, id, '@id': id })],
    ['its types', (document) => ({ ...document, '@type': document.type })],
    ['its subject', (document) => within(document, 'credentialSubject', { '@type': 'AchievementSubject' })],
  ])('is not judged where a keyword stands beside %s', async (_, spelled) => {
    expect((await told(spelled(await key.proven(key.badge())))).verdict).not.toBe('valid');
  });
});

describe('a word of a proof that stays signed', () => {
  const cases = ['expires', 'created', 'proofPurpose'].flatMap((word) =>
    OF_PROOFS.map((spelling): [string, string] => [word, spelling]),
  );
  it.each(cases)('is not read past: %s under %s', async (name, spelling) => {
    const badge = key.badge();
    const options = SPELLINGS[spelling]!({ id: PROOF }, WORDS[name]!);
    expect(await told(await key.proven(badge, options))).toEqual(unread);
  });

  it('is not called missing where it is spelled otherwise', async () => {
    const badge = await key.proven(key.badge());
    const { proofPurpose, ...proof } = badge.proof as Proof;
    expect(await told({ ...badge, proof: { ...proof, '@nest': { proofPurpose } } })).toEqual(unread);
    expect(await told({ ...badge, proof })).toEqual({ verdict: 'invalid', faults: ['MALFORMED'] });
  });
});

describe('what honest issuers say twice', () => {
  it.each<[string, Json]>([
    ['the issuer, as who made the achievement', { creator: { id: key.id, type: ['Profile'], name: 'Campus' } }],
    ['the issuer, by its id alone', { creator: { id: key.id, type: 'Profile' } }],
  ])('is plain: %s', async (_, more) => {
    const subject = key.badge().credentialSubject as { achievement: Json };
    const credentialSubject = { ...subject, achievement: { ...subject.achievement, ...more } };
    expect(await told(await key.proven(key.badge({ credentialSubject })))).toEqual(valid);
    // Also where who is named is the holder as well.
    const own = { ...credentialSubject, id: key.id };
    expect(await told(await key.proven(key.badge({ credentialSubject: own })))).toEqual(valid);
  });

  it('is plain with words of their own, by whole addresses that are nobody’s here', async () => {
    const own = { 'https://a.example/rank': 'first', 'x:y': { 'https://a.example/validUntil': PAST } };
    expect(await told(await key.proven(key.badge(own)))).toEqual(valid);
    const badge = await key.proven(key.badge({ 'https://a.example/x': { '@nest': { name: 'x' }, 'x:y': 'z' } }));
    expect(await told(badge)).toEqual(unread);
  });
});

describe('what is said of a status', () => {
  const size = { name: 'statusSize', address: 'https://www.w3.org/ns/credentials/status#statusSize', value: 2 };
  const list = (about: Json = {}) =>
    key.proven({ ...statusListCredential(LIST, key.id, [], new Date(LATER.getTime() - 3_600_000)), ...about });

  it('is judged where it is plain', async () => {
    expect(await told(await key.proven(key.badge({ credentialStatus: entry })), await list())).toEqual({
      verdict: 'valid',
      faults: [],
    });
  });

  it.each(['@nest', 'its address', '@included'])('is not read past in its entry: %s', async (spelling) => {
    const credentialStatus = SPELLINGS[spelling]!(
      { ...entry, id: `${LIST}#7` },
      {
        ...size,
        value: { '@value': '2', '@type': 'http://www.w3.org/2001/XMLSchema#integer' },
      },
    );
    expect(await told(await key.proven(key.badge({ credentialStatus })), await list())).toEqual(unread);
  });

  it('is not read past in two entries of one id that differ', async () => {
    const [one, other] = ['revocation', 'suspension'].map((statusPurpose) => ({
      ...entry,
      id: `${LIST}#7`,
      statusPurpose,
    }));
    expect(
      (await told(await key.proven(key.badge({ credentialStatus: [one, other] })), await list())).faults,
    ).toContain('SPELLING_NOT_READ');
    expect(await told(await key.proven(key.badge({ credentialStatus: [one, one] })), await list())).toMatchObject({
      verdict: 'valid',
    });
  });

  it.each(
    Object.keys(SPELLINGS).filter(
      (one) => !one.includes('achievement') && !one.includes('of the issuer') && !one.includes('in the issuer'),
    ),
  )('is not believed by a list of which the end is moved: %s', async (spelling) => {
    const badge = await key.proven(key.badge({ credentialStatus: entry }));
    const honest = await list({ validUntil: PAST });
    expect((await told(badge, honest)).faults).toEqual(['STATUS_STALE']);
    const moved = SPELLINGS[spelling]!(without(honest, 'validUntil'), WORDS.validUntil!);
    expect(await told(badge, moved)).toEqual({ verdict: 'undetermined', faults: ['STATUS_UNCHECKED'] });
  });

  it('is not believed by a list whose time to live is moved', async () => {
    const badge = await key.proven(key.badge({ credentialStatus: entry }));
    const { credentialSubject } = (await list()) as Json;
    const ttl = { name: 'ttl', address: 'https://www.w3.org/ns/credentials/status#ttl', value: 1 };
    const moved = await list({ credentialSubject: SPELLINGS['@nest']!(credentialSubject as Json, ttl) });
    expect((await told(badge, moved)).faults).toEqual(['STATUS_UNCHECKED']);
  });
});

describe('other doors', () => {
  it('say the same offline, attached to a PDF, and of an endorsement', async () => {
    const { validUntil, ...rest } = (await key.proven(key.badge({ validUntil: PAST }))) as Json;
    const moved = JSON.stringify({ ...rest, '@nest': { validUntil } });
    const offline = await verifyOffline({ credential: Buffer.from(moved), documents: [], now: LATER, patience: 1 });
    expect(offline).toMatchObject(unread);
    expect(await told(attachedPdf(moved))).toEqual(unread);
    const { validUntil: end, ...endorsement } = (await key.proven({
      ...endorsementOf(key.id),
      validUntil: PAST,
    })) as Json;
    expect(await told({ ...endorsement, '@nest': { validUntil: end } })).toEqual(unread);
  });
});

it('what a reader relies on holds of every context that ships', () => {
  const shortening = new Set<string>();
  const names = new Map<string, Set<string>>();
  const walk = (context: unknown): void => {
    if (Array.isArray(context)) return context.forEach(walk);
    if (typeof context !== 'object' || context === null) return;
    for (const [name, term] of Object.entries(context as Json)) {
      if (name.startsWith('@')) {
        // No vocabulary or base by which words would be addresses, and no other context.
        expect(['@version', '@protected']).toContain(name);
        continue;
      }
      const { '@id': id, '@context': scoped, ...rest } = (typeof term === 'string' ? { '@id': term } : term) as Json;
      if (typeof term === 'string' && /[:/?#[\]@]$/.test(term)) shortening.add(name);
      // No other name of a keyword, no reversed word, no map, no nesting.
      expect(Object.keys(rest).filter((part) => !['@type', '@container', '@protected'].includes(part))).toEqual([]);
      expect([undefined, '@set', '@list', '@graph']).toContain(rest['@container']);
      if (String(id).startsWith('@')) expect(['id', 'type']).toContain(name);
      if (typeof id === 'string' && id.includes('/')) expect(isPlain({ [id]: 'x' })).toBe(false);
      const address = String(id)
        .replace(/^cred:/, OF_CREDENTIALS)
        .replace(/^sec:/, SECURITY);
      names.set(address, (names.get(address) ?? new Set()).add(name));
      walk(scoped);
    }
  };
  for (const context of shippedContexts().values()) walk((context as Json)['@context']);
  expect([...shortening].toSorted()).toEqual(['cred', 'sec', 'xsd']);
  for (const { name, address } of Object.values(WORDS))
    expect([address, [...names.get(address)!]]).toEqual([address, [name]]);
});
