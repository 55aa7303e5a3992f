import { beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { statusListUrl } from '../credentials/openbadge-credential.js';
import { statusListCredential } from '../credentials/status-list.js';
import { signCredential } from '../credentials/sign.js';
import type { CredentialKeys } from '../credentials/keys.js';
import { judged, keysOf, LATER, PUBLIC_URL, signedBadge } from '../testing/badges.js';
import { vouchedFor } from './documents.js';

let keys: CredentialKeys;
let badge: Awaited<ReturnType<typeof signedBadge>>;
beforeAll(async () => {
  keys = await keysOf();
  badge = await signedBadge(keys);
});

type Json = Record<string, unknown>;

/** The value with one of its parts, anywhere in it, in place of another; `at` chooses which. */
function mutated(value: unknown, at: number, part: unknown): unknown {
  const paths: (string | number)[][] = [];
  const walk = (one: unknown, path: (string | number)[]): void => {
    paths.push(path);
    if (Array.isArray(one)) one.forEach((item, index) => walk(item, [...path, index]));
    else if (typeof one === 'object' && one !== null)
      for (const [name, item] of Object.entries(one)) walk(item, [...path, name]);
  };
  walk(value, []);
  const copy = structuredClone({ root: value }) as Json;
  const path = ['root', ...paths[at % paths.length]!];
  const parent = path.slice(0, -1).reduce((one, name) => (one as Json)[name] as Json, copy);
  parent[path.at(-1)!] = part;
  return copy.root;
}

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    '',
    '%',
    'did:key:z',
    'did:web:%',
    '#',
    '_:b0',
    'https://',
    '@context',
    [[]],
    { '@context': [null] },
    { toString: [] },
    -1,
    1e300,
  ),
);
const change = fc.record({ at: fc.nat(10_000), part: anything });
const register = { register: async () => ({ faults: [], asOf: LATER }) };
/** JSON-LD says the same with a value, a list of it, a list of that list, and nulls beside it: none is a triple more. */
const bare = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    const items = value
      .flat(Infinity)
      .filter((item) => item !== null)
      .map(bare);
    return items.length === 1 ? items[0] : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, bare(part)]));
};
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(bare(one)) === JSON.stringify(bare(other));

it('refuses whatever is put in any place of a credential with a proof inside, and never fails', async () => {
  const refused = fc.asyncProperty(change, async ({ at, part }) => {
    const given = mutated(badge.json, at, part);
    // Other values than objects and texts do not pass the door.
    if (isSame(given, badge.json) || !['object', 'string'].includes(typeof given)) return true;
    const { valid } = await judged(keys, given as object, register);
    return !valid;
  });
  await fc.assert(refused, { numRuns: 600, examples: [[{ at: 8785, part: [false, null] }]] });
});

/** JSON-LD 1.1's keywords, and what only frames have; but for @context, whose vocabularies are known or are not. */
const KEYWORDS =
  '@base @container @default @direction @embed @explicit @graph @id @import @included @index @json @language @list @nest @none @null' +
  ' @omitDefault @prefix @preserve @propagate @protected @requireAll @reverse @set @type @value @version @vocab';

it('refuses words that are added under a keyword to a credential with a proof inside', async () => {
  const given = structuredClone(badge.json) as unknown as Json & { credentialSubject: { achievement: Json } };
  const { credentialSubject: subject, proof } = given;
  for (const place of [given, subject as Json, subject.achievement, [proof].flat()[0] as Json])
    for (const keyword of KEYWORDS.split(' '))
      for (const part of ['Doctor', { name: ['Doctor'] }]) {
        place[keyword] = part;
        const { valid } = await judged(keys, given, register);
        delete place[keyword];
        expect({ keyword, part, valid }).toEqual({ keyword, part, valid: false });
      }
});

it('never fails at what a JWT of our own could say, or its header', async () => {
  const claims = JSON.parse(Buffer.from(badge.jwt.split('.')[1]!, 'base64url').toString()) as Json;
  const answered = fc.asyncProperty(change, change, async (inClaims, inHeader) => {
    const payload = mutated(claims, inClaims.at, inClaims.part) as Json;
    if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return true;
    const jwt = await new SignJWT(payload).setProtectedHeader({ alg: 'RS256' }).sign(keys.current.private);
    const header = mutated({ alg: 'RS256', typ: 'JWT', kid: keys.current.kid, jwk: {} }, inHeader.at, inHeader.part);
    const [, ...rest] = jwt.split('.');
    const text = [Buffer.from(JSON.stringify(header)).toString('base64url'), ...rest].join('.');
    const verdicts = [(await judged(keys, jwt, register)).verdict, (await judged(keys, text, register)).verdict];
    return !verdicts.includes('valid');
  });
  // An object that turns into no text, as the algorithm.
  await fc.assert(answered, {
    numRuns: 600,
    examples: [
      [
        { at: 1, part: '' },
        { at: 2336, part: { toString: [] } },
      ],
    ],
  });
});

it('never fails at, and never believes, what is supplied in place of a key or a list', async () => {
  const list = statusListCredential(statusListUrl(PUBLIC_URL, 0), keys.issuer, [], LATER);
  const signed = await signCredential(keys.current, list);
  const { did } = keys;
  const answered = fc.asyncProperty(change, change, async (inDid, inList) => {
    const [document, forged] = [mutated(did, inDid.at, inDid.part), mutated(list, inList.at, inList.part)];
    const documents = vouchedFor(
      [document, forged].filter((one) => typeof one === 'object' && one !== null) as object[],
    );
    const { valid } = await judged(keys, badge.jwt, { documents });
    await judged(keys, badge.json, { documents: vouchedFor([document as object, signed]) });
    return !valid;
  });
  await fc.assert(answered, { numRuns: 150 });
  expect(await judged(keys, badge.json, { documents: vouchedFor([did, signed]) })).toMatchObject({ valid: true });
});
