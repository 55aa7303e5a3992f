import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CredentialKeys } from '../credentials/keys.js';
import { judged, keysOf } from '../testing/badges.js';
import { endorsementOf, foreignIssuer, foreignJwt } from '../testing/foreign.js';
import { isOfForm } from './form.js';

type Json = Record<string, unknown>;

let keys: CredentialKeys;
beforeAll(async () => {
  keys = await keysOf();
});

const key = foreignIssuer();
const jwtOf = (credential: Json): Promise<string> =>
  foreignJwt(credential, { alg: 'EdDSA', kid: key.method.id }, key.privateKey);
const verify = async (about: Json) => judged(keys, await jwtOf(key.badge(about)));
const subject = (about: Json): Json => ({
  credentialSubject: { ...(key.badge().credentialSubject as Json), ...about },
});
const achievement = (about: Json): Json => {
  const { achievement: said } = key.badge().credentialSubject as { achievement: Json };
  return subject({ achievement: { ...said, ...about } });
};
const issuer = (about: Json): Json => ({ issuer: { id: key.id, type: ['Profile'], name: 'Campus', ...about } });
const identity = { type: 'IdentityObject', identityHash: 'Salma', identityType: 'name', hashed: false };

describe('a badge of a false form', () => {
  it.each<[string, Json]>([
    ['a name that is a number', { name: 5 }],
    ['a name that is an object', { name: { a: 1 } }],
    ['two names', { name: ['a', 'b'] }],
    ['a name that is nothing', { name: null }],
    ['a description that is a list', { description: ['a'] }],
    ['an image that is a number', { image: 5 }],
    ['evidence that is a text', { evidence: 'x' }],
    ['evidence that does not say to be such', { evidence: [{ narrative: 'x' }] }],
    ['an endorsement that is a text', { endorsement: ['x'] }],
    ['an endorsement that is no JWT', { endorsementJwt: ['junk'] }],
    ['an issuer of another type', issuer({ type: ['Dog'] })],
    ['an issuer without a type', issuer({ type: undefined })],
    ['an issuer whose name is a number', issuer({ name: 5 })],
    ['an issuer whose parent is of another type', issuer({ parentOrg: { id: 'urn:x', type: ['Dog'] } })],
    ['a subject of another type', subject({ type: ['Dog'] })],
    ['a subject whose narrative is a number', subject({ narrative: 5 })],
    ['a holder that is a text', subject({ identifier: 'Driss' })],
    ['a holder that may be hashed by a text', subject({ identifier: [{ ...identity, hashed: 'false' }] })],
    ['a holder that does not say whether it is hashed', subject({ identifier: [{ ...identity, hashed: undefined }] })],
    ['credits that are a text', subject({ creditsEarned: '3' })],
    ['a result without a type', subject({ result: [{ value: '5' }] })],
    ['an alignment with nothing', achievement({ alignment: [{ type: ['Alignment'] }] })],
    ['a tag that is a number', achievement({ tag: [5] })],
    ['a creator of another type', achievement({ creator: { id: 'urn:x', type: ['Dog'] } })],
    ['criteria whose narrative is a list', achievement({ criteria: { narrative: ['x'] } })],
  ])('is wrong: %s', async (_, about) => {
    const { verdict, faults } = await verify(about);
    expect({ verdict, faults }).toEqual({ verdict: 'invalid', faults: ['MALFORMED'] });
  });

  it('is wrong with a proof inside as well', async () => {
    const found = await judged(keys, await key.proven(key.badge({ name: ['a', 'b'] })));
    expect(found).toMatchObject({ verdict: 'invalid', faults: ['MALFORMED'] });
  });

  it('is wrong of an endorsement', async () => {
    const { id: _, ...unnamed } = endorsementOf(key.id);
    const endorsements = [
      endorsementOf(key.id, { endorsementComment: 5 }),
      { ...endorsementOf(key.id), issuer: { id: key.id, type: ['Dog'] } },
      unnamed,
    ];
    for (const given of endorsements)
      expect(await judged(keys, await jwtOf(given))).toMatchObject({ verdict: 'invalid', faults: ['MALFORMED'] });
  });

  it('is not asked of a badge by a vocabulary that is not known here', async () => {
    const context = [...(key.badge()['@context'] as string[]), 'https://a.example/context.json'];
    const found = await verify({ '@context': context, name: 5 });
    expect(found).toMatchObject({ verdict: 'undetermined', faults: ['CONTEXT_UNKNOWN'] });
  });
});

describe('a badge of a right form', () => {
  it.each<[string, Json]>([
    ['with members of others', { validuntil: 'x', revoked: true, ...issuer({ rank: [5] }) }],
    ['by an issuer that is an address alone', { issuer: { id: key.id, type: 'Profile' } }],
    ['with a name in a language', { name: { '@value': 'Badge', '@language': 'fr' } }],
    ['with a name in two', { name: [{ '@value': 'Badge' }, { '@value': 'شارة', '@language': 'ar' }] }],
    ['with an image by its address', { image: 'https://a.example/badge.png' }],
    ['with one piece of evidence', { evidence: { type: 'Evidence' } }],
    ['with another type beside', subject({ type: ['AchievementSubject', 'Graduate'] })],
    ['with a holder alone', subject({ identifier: identity })],
    ['with one tag', achievement({ tag: 'excel' })],
  ])('is valid: %s', async (_, about) => {
    expect(await verify(about)).toMatchObject({ verdict: 'valid', faults: [] });
  });

  it('is 1EdTech’s most complete sample', () => {
    const file = new URL('../testing/data/openbadges-3.0/complete.json', import.meta.url);
    expect(isOfForm('open-badge', JSON.parse(readFileSync(file, 'utf8')))).toBe(true);
  });
});
