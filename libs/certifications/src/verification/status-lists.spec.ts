import { beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import type { CredentialKeys } from '../credentials/keys.js';
import { statusEntry, statusListCredential } from '../credentials/status-list.js';
import { judged, keysOf, LATER } from '../testing/badges.js';
import { foreignIssuer, foreignJwt } from '../testing/foreign.js';
import { vouchedFor } from './documents.js';

type Json = Record<string, unknown>;

let keys: CredentialKeys;
beforeAll(async () => {
  keys = await keysOf();
});
const verify = (given: object, ...documents: (string | object)[]) =>
  judged(keys, given, { documents: vouchedFor(documents) });

const campus = foreignIssuer();
const LIST = 'https://campus.example/lists/1';
const ITS_LIST = 'https://campus.example/lists/2';
const HOUR = 3_600_000;
const ago = (hours: number): Date => new Date(LATER.getTime() - hours * HOUR);
const entryOf = (url: string, index: number, about: Json = {}) => ({
  ...statusEntry(url, { list: 0, index }),
  ...about,
});

/** A list of these revoked places, signed by the issuer of the badges; `about` says more of it. */
const listOf = (revoked: number[], about: Json = {}, at = ago(1), url = LIST): Promise<Json> =>
  campus.proven({ ...statusListCredential(url, campus.id, revoked, at), ...about });
/** The same as JWT, which also signs words of no context. */
const jwtOf = (revoked: number[], about: Json = {}): Promise<string> => {
  const { issuer, ...list } = statusListCredential(LIST, campus.id, revoked, ago(1));
  const said = { ...list, issuer: { id: issuer }, ...about };
  return foreignJwt(said, { alg: 'EdDSA', kid: campus.method.id }, campus.privateKey);
};
const badge = (...entries: object[]): Promise<Json> =>
  campus.proven(campus.badge({ credentialStatus: entries.length === 0 ? entryOf(LIST, 7) : entries }));

const valid = { verdict: 'valid', faults: [] };
const revoked = { verdict: 'invalid', faults: ['REVOKED'] };
const unsure = (fault: string) => ({ verdict: 'undetermined', faults: [fault] });

describe('a status list', () => {
  it('is believed that holds by itself, in either form', async () => {
    expect(await verify(await badge(), await listOf([8]))).toMatchObject(valid);
    expect(await verify(await badge(), await listOf([7]))).toMatchObject(revoked);
    expect(await verify(await badge(), await jwtOf([]))).toMatchObject(valid);
  });

  it('is believed as a JWT that says nothing beside it in claims, and only as it was signed', async () => {
    const plain = (revoked: number[], by = campus.privateKey): Promise<string> =>
      new SignJWT({ ...statusListCredential(LIST, campus.id, revoked, ago(1)) })
        .setProtectedHeader({ alg: 'EdDSA', kid: campus.method.id })
        .sign(by);
    expect(await verify(await badge(), await plain([]))).toMatchObject(valid);
    expect(await verify(await badge(), await plain([7]))).toMatchObject(revoked);
    const forged = await plain([], foreignIssuer().privateKey);
    expect(await verify(await badge(), forged)).toMatchObject(unsure('STATUS_LIST_INVALID'));
  });

  it.each<[string, Json, string]>([
    ['has expired', { validUntil: ago(0.5).toISOString() }, 'STATUS_STALE'],
    ['has expired by the older data model', { expirationDate: ago(0.5).toISOString() }, 'STATUS_STALE'],
    ['holds from tomorrow on', { validFrom: ago(-24).toISOString() }, 'STATUS_LIST_INVALID'],
    ['was issued tomorrow by the older data model', { issuanceDate: ago(-24).toISOString() }, 'STATUS_LIST_INVALID'],
    ['ends on what is no date', { validUntil: 'soon' }, 'STATUS_LIST_INVALID'],
    ['ends on what is no date by the older data model', { expirationDate: 'soon' }, 'STATUS_LIST_INVALID'],
    ['is another issuer’s', { issuer: { id: foreignIssuer().id } }, 'STATUS_LIST_INVALID'],
    ['is of another form that is not known here', { credentialSchema: { id: 'urn:x', type: 'X' } }, 'STATUS_UNCHECKED'],
  ])('is not believed that %s', async (_, about, fault) => {
    expect(await verify(await badge(), await jwtOf([], about))).toMatchObject(unsure(fault));
  });

  it.each<[string, object, string]>([
    ['its own bits revoke it', entryOf(LIST, 3), 'STATUS_LIST_INVALID'],
    ['its list is not there', entryOf(ITS_LIST, 3), 'STATUS_UNCHECKED'],
    ['its status is told in another way', { type: 'StatusList2021Entry' }, 'STATUS_UNCHECKED'],
  ])('is not believed where %s', async (_, credentialStatus, fault) => {
    for (const places of [[3], [3, 7]])
      expect(await verify(await badge(), await jwtOf(places, { credentialStatus }))).toMatchObject(unsure(fault));
  });

  it('is believed as far as the list that tells its own status', async () => {
    const list = await listOf([], { credentialStatus: entryOf(ITS_LIST, 3) });
    const by = async (places: number[], about: Json = {}, at = ago(1)) =>
      verify(await badge(), list, await listOf(places, about, at, ITS_LIST));
    expect(await by([4])).toMatchObject(valid);
    expect(await by([3])).toMatchObject(unsure('STATUS_LIST_INVALID'));
    expect(await by([], {}, ago(30))).toMatchObject(unsure('STATUS_UNCHECKED'));
    expect(await by([], { credentialStatus: entryOf(ITS_LIST, 9) })).toMatchObject(unsure('STATUS_UNCHECKED'));
    const own = await listOf([9], { credentialStatus: entryOf(LIST, 3) });
    expect(await verify(await badge(), own)).toMatchObject(valid);
  });

  it('suspends as long as it is fresh, and until a newer one does not', async () => {
    const suspension = { statusPurpose: 'suspension' };
    const held = await badge(entryOf(LIST, 7, suspension));
    const by = async (places: number[], at: Date) => {
      const { credentialSubject, ...list } = statusListCredential(LIST, campus.id, places, at);
      return campus.proven({ ...list, credentialSubject: { ...credentialSubject, ...suspension } });
    };
    expect(await verify(held, await by([7], ago(1)))).toMatchObject({ verdict: 'invalid', faults: ['SUSPENDED'] });
    expect(await verify(held, await by([7], ago(30)))).toMatchObject(unsure('STATUS_STALE'));
    expect(await verify(held, await by([7], ago(2)), await by([], ago(1)))).toMatchObject(valid);
  });

  it('is one of few: of a credential that names more nothing is looked up', async () => {
    const entries = (count: number) => Array.from({ length: count }, (_, index) => entryOf(LIST, index));
    expect(await verify(await badge(...entries(4)), await listOf([]))).toMatchObject(valid);
    expect(await verify(await badge(...entries(5)), await listOf([]))).toMatchObject(unsure('TOO_COMPLEX'));
    const manyOfItsOwn = await listOf([], { credentialStatus: entries(5) });
    expect(await verify(await badge(), manyOfItsOwn)).toMatchObject(unsure('STATUS_UNCHECKED'));
  });
});
