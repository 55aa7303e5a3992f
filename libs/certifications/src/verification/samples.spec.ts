import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { shippedContexts } from '../credentials/reference/contexts.js';
import { judge, type Bench } from './judge.js';
import { verdictOf } from './verdict.js';

const sample = (name: string): string =>
  readFileSync(new URL(`../testing/data/openbadges-3.0/${name}`, import.meta.url), 'utf8');
const now = new Date('2026-11-23T09:00:00Z');
const DAY = 86_400_000;

const KEYS = {
  a: 'z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi',
  b: 'z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x',
  c: 'z6Mknyb2Gb4NxzW3xSr9ChTtdQZ1zs77piQ3r9SaJ9vMzmrs',
};

/** What these issuers would answer, were they asked: each lists the keys that its samples are signed with. */
function issuers(keys: readonly string[] = Object.values(KEYS)): Record<string, object> {
  const names = [
    'https://example.com/issuers/876543',
    'https://example.edu/issuers/565049',
    'https://1edtech.edu/issuers/565049',
    'did:web:dc.1edtech.org:wellspring2022:wellspring-portal:org:da1e96e9-afcc-4eed-b9a2-2ddf7353214c',
  ];
  const document = (id: string) => ({
    id,
    assertionMethod: keys.map((key) => ({
      id: `${id}#${key}`,
      type: 'Multikey',
      controller: id,
      publicKeyMultibase: key,
    })),
  });
  return Object.fromEntries(names.map((id) => [id, document(id)]));
}

async function judged(
  given: string | object,
  documents: Record<string, unknown> = issuers(),
  about: Partial<Bench> = {},
) {
  const bench = { contexts: shippedContexts(), documents: (id: string) => documents[id], now, patience: DAY, ...about };
  return verdictOf(await judge(given, bench));
}

describe('1EdTech’s samples, with what their issuers would say of their keys', () => {
  it.each<[string, string[]]>([
    ['simple.json', []],
    ['simple-err-expired.json', ['EXPIRED']],
    ['simple-err-issued.json', ['ACHIEVEMENT_INCOMPLETE', 'NOT_YET_VALID']],
    ['simple-err-proof-value.json', ['SIGNATURE_INVALID']],
    ['simple-err-type.json', ['TYPE_NOT_SUPPORTED', 'TERM_UNDEFINED']],
    ['simple-err-context.json', ['CONTEXT_MISSING', 'ACHIEVEMENT_INCOMPLETE', 'TERM_UNDEFINED']],
    ['simple-noproof.json', ['ACHIEVEMENT_INCOMPLETE', 'PROOF_MISSING']],
    ['simple-eddsa-2022.json', []],
    ['credential-status-revoked.json', ['STATUS_UNCHECKED']],
    // Its endorsements bear the id of the badge itself: what is said of either is said of both.
    ['complete.json', ['SPELLING_NOT_READ', 'STATUS_UNCHECKED', 'SCHEMA_UNCHECKED']],
    ['simple.jwt', ['CONTEXT_UNKNOWN', 'KEY_UNKNOWN']],
  ])('%s: %j', async (name, faults) => {
    expect(await judged(sample(name))).toMatchObject({ faults, valid: faults.length === 0 });
    if (name.endsWith('.json')) expect((await judged(JSON.parse(sample(name)))).faults).toEqual(faults);
  });

  it('reads the credential that is baked into a picture, though its claims leave the subject out', async () => {
    const png = readFileSync(new URL('../testing/data/openbadges-3.0/simple-jwt.png', import.meta.url));
    const { faults, verdict } = await judged(`data:image/png;base64,${png.toString('base64')}`, {});
    expect({ faults, verdict }).toEqual({ faults: ['ISSUER_UNCONFIRMED'], verdict: 'undetermined' });
    const broken = Buffer.from(png);
    const at = png.indexOf('openbadgecredential');
    broken[at + 400]! ^= 1;
    const read = () => judged(`data:image/png;base64,${broken.toString('base64')}`);
    expect((await read()).faults).toEqual(['NOT_READ']);
    const end = at + broken.readUInt32BE(at - 8);
    broken.writeUInt32BE(crc32(broken.subarray(at - 4, end)), end);
    expect((await read()).faults).toContain('SIGNATURE_INVALID');
  });

  it('finds the signature of what is early or late good at its time, and one that was made after it', async () => {
    const then = { now: new Date('2010-01-01T00:00:00Z') };
    const { faults: early } = await judged(sample('simple-err-expired.json'), issuers(), then);
    expect(early).toEqual(['PROOF_NOT_YET_VALID']);
    const later = { now: new Date('2045-01-01T00:00:00Z') };
    expect((await judged(sample('simple-err-issued.json'), issuers(), later)).faults).toEqual([
      'ACHIEVEMENT_INCOMPLETE',
    ]);
  });

  it('is revoked by the list that its issuer keeps, once that is supplied', async () => {
    const { id, issuer, credentialStatus } = JSON.parse(sample('credential-status-revoked.json'));
    const revoked = { id, revoked: true, revocationReason: 'Awarded in error' };
    const list = { id: credentialStatus.id, issuer: issuer.id, revokedCredential: [revoked] };
    const documents = { ...issuers(), [credentialStatus.id]: list };
    const { faults, verdict, revokedReason } = await judged(sample('credential-status-revoked.json'), documents);
    expect({ faults, verdict }).toEqual({ faults: ['REVOKED'], verdict: 'invalid' });
    expect(revokedReason).toBe('Awarded in error');
    const foreign = { ...issuers(), [credentialStatus.id]: { ...list, issuer: 'https://example.com' } };
    expect((await judged(sample('credential-status-revoked.json'), foreign)).faults).toEqual(['STATUS_UNCHECKED']);
  });
});

it('warns of what the specification deprecates, and of endorsements that stand in the credential', async () => {
  const warnings = async (name: string) => (await judged(sample(name))).warnings;
  expect(await warnings('simple.json')).toEqual([]);
  expect(await warnings('simple-eddsa-2022.json')).toEqual(['DATA_MODEL_DEPRECATED', 'PROOF_SUITE_DEPRECATED']);
  expect(await warnings('credential-status-revoked.json')).toEqual(['DATA_MODEL_DEPRECATED', 'PROOF_SUITE_DEPRECATED']);
  expect(await warnings('complete.json')).toEqual(['ENDORSEMENTS_UNCHECKED']);
});

describe('who signed', () => {
  it('is not known from a key that the credential itself names', async () => {
    const { faults, verdict } = await judged(sample('simple.json'), {});
    expect({ faults, verdict }).toEqual({ faults: ['ISSUER_UNCONFIRMED'], verdict: 'undetermined' });
  });

  it('is not the issuer where the issuer lists other keys', async () => {
    const { faults, verdict } = await judged(sample('simple.json'), issuers([KEYS.b]));
    expect({ faults, verdict }).toEqual({ faults: ['ISSUER_DISOWNS_KEY'], verdict: 'invalid' });
  });
});

describe('what is no credential', () => {
  it.each([
    ['half an object', '{', 'invalid'],
    ['an empty object', '{}', 'undetermined'],
    ['a list', '[]', 'undetermined'],
    ['three parts', 'a.b.c', 'undetermined'],
    ['three parts of a JWT', 'eyJ.b.c', 'invalid'],
    ['the beginning of a JWT', 'eyJhbGci', 'invalid'],
    ['a word', 'example', 'undetermined'],
    ['dots', '....', 'undetermined'],
    ['no picture', 'data:image/png;base64,AAAA', 'undetermined'],
    ['too much', 'x'.repeat(200_000), 'undetermined'],
  ])('is never valid: %s', async (_, text, verdict) => {
    expect(await judged(text)).toMatchObject({ valid: false, verdict });
  });
});
