import { beforeAll, describe, expect, it } from '@jest/globals';
import { CredentialEnv, CredentialKeys } from '../credentials/keys.js';
import { statusListUrl } from '../credentials/openbadge-credential.js';
import { signCredential } from '../credentials/sign.js';
import { placeOf, statusListCredential } from '../credentials/status-list.js';
import { keysOf, LATER, PUBLIC_URL, SALMA, signedBadge } from '../testing/badges.js';
import { rotatedKeys } from '../credentials/rotate-keys.js';
import { verifyOffline } from './verify-offline.js';

const HOUR = 3_600_000;
let keys: CredentialKeys;
let badge: Awaited<ReturnType<typeof signedBadge>>;
beforeAll(async () => {
  keys = await keysOf();
  badge = await signedBadge(keys);
});

const listOf = (revoked: number[], at: Date, by = keys): Promise<string> =>
  signCredential(by.current, statusListCredential(statusListUrl(PUBLIC_URL, 0), by.issuer, revoked, at));
const verify = (given: string | object, documents: (string | object)[], now = LATER) =>
  verifyOffline({
    credential: Buffer.from(typeof given === 'string' ? given : JSON.stringify(given)),
    documents: documents.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))),
    now,
    patience: 24 * HOUR,
  });

describe('with files alone', () => {
  it('is valid by the DID document and a fresh status list; a JWK Set does not say whose keys it holds', async () => {
    const list = await listOf([], LATER);
    for (const given of [badge.jwt, badge.json])
      expect(await verify(given, [keys.did, list])).toMatchObject({
        verdict: 'valid',
        statusAsOf: LATER.toISOString(),
      });
    expect(await verify(badge.jwt, [keys.jwks, list])).toMatchObject({
      verdict: 'undetermined',
      faults: ['ISSUER_UNCONFIRMED', 'STATUS_UNCHECKED'],
    });
  });

  it('says what is missing', async () => {
    const list = await listOf([], LATER);
    expect((await verify(badge.jwt, [keys.did])).faults).toEqual(['STATUS_UNCHECKED']);
    expect((await verify(badge.jwt, [list])).faults).toEqual(['KEY_UNKNOWN', 'STATUS_UNCHECKED']);
    expect((await verify(badge.json, [])).faults).toEqual(['KEY_UNKNOWN', 'STATUS_UNCHECKED']);
  });

  it('says how old a stale list is, believes it where it revokes, and no other where it does not', async () => {
    const old = new Date(LATER.getTime() - 10 * 24 * HOUR);
    const stale = await verify(badge.jwt, [keys.did, await listOf([], old)]);
    expect(stale).toMatchObject({ verdict: 'undetermined', faults: ['STATUS_STALE'], statusAsOf: old.toISOString() });
    const { index } = placeOf(SALMA.ordinal);
    expect((await verify(badge.jwt, [keys.did, await listOf([index], old)])).faults).toEqual(['REVOKED']);
    const neighbours = await listOf([index - 1, index + 1], LATER);
    expect((await verify(badge.jwt, [keys.did, neighbours])).verdict).toBe('valid');
  });

  it('believes a list no longer than it says itself to hold, from when it was made', async () => {
    const list = (ttl: unknown) => {
      const credential = statusListCredential(statusListUrl(PUBLIC_URL, 0), keys.issuer, [], LATER);
      return signCredential(keys.current, {
        ...credential,
        credentialSubject: { ...credential.credentialSubject, ttl },
      } as never);
    };
    const faults = async (ttl: unknown, after: number) =>
      (await verify(badge.jwt, [keys.did, await list(ttl)], new Date(LATER.getTime() + after))).faults;
    expect(await faults(HOUR, HOUR)).toEqual([]);
    expect(await faults(HOUR, HOUR + 1_000)).toEqual(['STATUS_STALE']);
    expect(await faults(1_000 * HOUR, 25 * HOUR)).toEqual(['STATUS_STALE']);
    for (const none of [0, -1, 1.5, '3600000', null]) expect(await faults(none, 0)).toEqual(['STATUS_LIST_INVALID']);
  });

  it('believes of several lists one that revokes, else the newest, and none beside one that cannot be believed', async () => {
    const { index } = placeOf(SALMA.ordinal);
    const ago = (hours: number): Date => new Date(LATER.getTime() - hours * HOUR);
    const by = async (...lists: (string | object)[]) => {
      const [one, other] = [lists, lists.toReversed()].map((given) => verify(badge.jwt, [keys.did, ...given]));
      expect(await one).toEqual(await other);
      return one!;
    };
    const revoked = { verdict: 'invalid', faults: ['REVOKED'] };
    expect(await by(await listOf([index], ago(2)), await listOf([], ago(1)))).toMatchObject(revoked);
    expect(await by(await listOf([], ago(2)), await listOf([index], ago(1)))).toMatchObject(revoked);
    const newer = { verdict: 'valid', faults: [], statusAsOf: ago(1).toISOString() };
    expect(await by(await listOf([], ago(30)), await listOf([], ago(1)))).toMatchObject(newer);
    expect(await by(await listOf([], ago(40)), await listOf([], ago(30)))).toMatchObject({ faults: ['STATUS_STALE'] });
    const unsigned = statusListCredential(statusListUrl(PUBLIC_URL, 0), keys.issuer, [index], LATER);
    expect(await by(unsigned, await listOf([], ago(1)))).toMatchObject({
      verdict: 'undetermined',
      faults: ['STATUS_UNCHECKED', 'DOCUMENTS_CONTRADICT'],
    });
    expect(await by(unsigned, await listOf([index], ago(1)))).toMatchObject(revoked);
  });

  it('names a credential that is suspended, and what is told or proven in a way that nobody here knows', async () => {
    const { index } = placeOf(SALMA.ordinal);
    const url = statusListUrl(PUBLIC_URL, 0);
    const list = statusListCredential(url, keys.issuer, [index], LATER) as { credentialSubject: object };
    const suspending = { ...list, credentialSubject: { ...list.credentialSubject, statusPurpose: 'suspension' } };
    const { badge: plain } = badge as unknown as { badge: { credentialStatus: object } };
    const held = { ...plain, credentialStatus: { ...plain.credentialStatus, statusPurpose: 'suspension' } };
    const [jwt, said] = await Promise.all([held, suspending].map((one) => signCredential(keys.current, one as never)));
    expect((await verify(jwt!, [keys.did, said!])).faults).toEqual(['SUSPENDED']);
    const refresh = { ...plain, credentialStatus: { ...plain.credentialStatus, statusPurpose: 'refresh' } };
    const told = await signCredential(keys.current, refresh as never);
    expect((await verify(told, [keys.did, await listOf([index], LATER)])).faults).toEqual(['STATUS_UNCHECKED']);
    const { proof, ...rest } = badge.json as unknown as { proof: object };
    const odd = { ...rest, proof: { ...[proof].flat()[0], cryptosuite: 'bbs-2023', type: 'DataIntegrityProof' } };
    expect((await verify(odd, [keys.did, await listOf([], LATER)])).faults).toContain('PROOF_NOT_SUPPORTED');
  });

  it('believes no list of another issuer, of tomorrow, of another length, unsigned or changed, and finds nothing wrong by it', async () => {
    const disbelieved = { verdict: 'undetermined', faults: ['STATUS_LIST_INVALID'] };
    const theirs = await listOf([], LATER, await keysOf());
    expect((await verify(badge.jwt, [keys.did, theirs])).faults).toEqual(['STATUS_UNCHECKED']);
    const tomorrow = await listOf([], new Date(LATER.getTime() + 24 * HOUR));
    expect(await verify(badge.jwt, [keys.did, tomorrow])).toMatchObject(disbelieved);
    const stranger = await keysOf();
    const foreign = statusListCredential(statusListUrl(PUBLIC_URL, 0), 'did:web:stranger.example', [], LATER);
    const strangersDid = { id: 'did:web:stranger.example', assertionMethod: stranger.did.verificationMethod };
    const given = [keys.did, strangersDid, stranger.jwks, await signCredential(stranger.current, foreign)];
    expect(await verify(badge.jwt, given)).toMatchObject(disbelieved);
    const list = statusListCredential(statusListUrl(PUBLIC_URL, 0), keys.issuer, [], LATER);
    expect(await verify(badge.jwt, [keys.did, list])).toMatchObject(disbelieved);
    const [head, , signature] = (await listOf([], LATER)).split('.');
    const changed = Buffer.from(JSON.stringify({ ...list, jti: list.id, iss: list.issuer, name: 'x' })).toString(
      'base64url',
    );
    expect(await verify(badge.jwt, [keys.did, [head, changed, signature].join('.')])).toMatchObject(disbelieved);
    const short = { ...list.credentialSubject, encodedList: 'uH4sIAAAAAAAAA2NgAAIABQABfaTvLwoAAAA' };
    const signed = await signCredential(keys.current, { ...list, credentialSubject: short });
    expect(await verify(badge.jwt, [keys.did, signed])).toMatchObject(disbelieved);
  });

  it('holds after the keys were rotated, with the DID document of today', async () => {
    const read = async (set: object) =>
      CredentialKeys.from(CredentialEnv.parse({ CREDENTIAL_KEYS: JSON.stringify(set), PUBLIC_URL }));
    const first = rotatedKeys();
    const before = await signedBadge(await read(first));
    const second = rotatedKeys(first);
    const today = await read(second);
    const list = await listOf([], LATER, today);
    expect(second.keys.filter((key) => 'd' in key)).toHaveLength(2);
    for (const given of [before.jwt, before.json])
      expect(await verify(given, [today.did, list])).toMatchObject({ verdict: 'valid' });
  });
});
