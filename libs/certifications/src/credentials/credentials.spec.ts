import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { literacy } from '@takwin/contracts/events/courses';
import { trainer } from '@takwin/contracts/events/trainers';
import { Changed } from '@takwin/platform/events';
import { stableId } from '@takwin/platform/schema';
import {
  actorOf,
  apiOf,
  testDatabase,
  type TestDatabase,
  testService,
  type TestService,
  testTokens,
  type TestTokens,
} from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { CredentialKeys } from './keys.js';
import { CertificationsModule, certificationsMigrations, loadCertificationsReference } from '../index.js';
import { LITERACY, UPSKILLING } from './reference/achievements.js';
import { literacyCopy, trainerCopy } from '../copies.js';
import { literacyCredentials, trainerCredentials, upskillingCredentials } from './follow-achievements.js';
import { earnCredentials } from './credential.writer.js';
import { credentialEnv, judged, keysOf, signedBadge } from '../testing/badges.js';
import { given as givenIn } from '../testing/given.js';
import { IssueCredentialsHandler } from './issue-credentials.js';

let database: TestDatabase;
let tokens: TestTokens;
let running: TestService;
let keys: CredentialKeys;
let given: ReturnType<typeof givenIn>;
let admin: ReturnType<typeof apiOf>;
let anyone: ReturnType<typeof apiOf>;
let academyId: string;
const system = actorOf('system');

beforeAll(async () => {
  database = await testDatabase({
    schema: 'certifications',
    migrations: certificationsMigrations,
    reference: loadCertificationsReference,
  });
  tokens = await testTokens();
  given = givenIn(database);
  academyId = await given.academy('Rabat');
  running = await testService(CertificationsModule, { env: { ...tokens.env, ...credentialEnv() }, db: database.db });
  keys = running.get(CredentialKeys);
  anyone = apiOf(running.url);
  admin = anyone.as(await tokens.of({ role: 'programme-admin' }));
});
afterAll(async () => {
  await running?.close();
  await tokens?.close();
  await database?.close();
});

const waiting = () => new IssueCredentialsHandler(database.db, keys).waiting(new Date('2030-01-01'), 1_000);
const signAll = async () => new IssueCredentialsHandler(database.db, keys).run(await waiting());

/** A signed credential of a person of that name. */
async function issued(name: string, achievementId = 'digital-literacy.30-hours'): Promise<string> {
  const personId = await given.person(name, academyId);
  const earned = { personId, achievementId, academyId, region: given.region, achievedOn: '2026-11-20' };
  const [id] = await database.db.asActor(system, (tx) => earnCredentials(tx, [earned]));
  await signAll();
  return id!;
}

const JWT = { headers: { accept: 'application/vc+jwt' } };
const verify = async (credential: unknown, documents?: unknown[]) =>
  (await anyone.post('/v1/credentials/verify', { credential, documents })).body;

describe('a credential', () => {
  it('is answered in both forms, and both verify at the door', async () => {
    const id = await issued('Both');
    const { body: jwt, headers } = await anyone.get(`/v1/credentials/${id}`, JWT);
    expect(headers.get('vary')).toMatch(/\baccept\b/i);
    const { body: text } = await anyone.get(`/v1/credentials/${id}`);
    for (const credential of [jwt, text, JSON.parse(text), `data:application/vc+jwt,${jwt}`])
      expect(await verify(credential)).toMatchObject({ valid: true, verdict: 'valid', faults: [] });
    const asked = `mutation($input: VerifyCredentialInput!) { verifyCredential(input: $input) { valid verdict faults } }`;
    const { body } = await anyone.graphql(asked, { input: { credential: text } });
    expect(body.data.verifyCredential).toEqual({ valid: true, verdict: 'VALID', faults: [] });
  });

  it('is told of truthfully: another’s, one that we do not know, and what is none', async () => {
    const id = await issued('Told');
    const { body: text } = await anyone.get(`/v1/credentials/${id}`);
    await database.db.asActor(system, (tx) => tx.query(sql`delete from credential where id = ${id}`));
    expect(await verify(text)).toMatchObject({ valid: false, faults: ['CREDENTIAL_UNKNOWN'] });
    expect(await verify('...')).toMatchObject({ valid: false, verdict: 'undetermined', faults: ['NOT_READ'] });
    const deep = `{"credential":{"type":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`;
    const nested = [deep, JSON.stringify({ credential: deep })];
    for (const sent of nested) {
      const headers = { 'content-type': 'application/json' };
      const answer = await anyone.post('/v1/credentials/verify', sent, { headers });
      expect(answer).toMatchObject({ status: 200, body: { verdict: 'undetermined', faults: ['TOO_COMPLEX'] } });
    }
    const { status, body } = await anyone.post('/v1/credentials/verify', { credential: 5 });
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'INVALID_INPUT' });
  });

  it('cannot be vouched for by who presents it: our own keys are ours to tell', async () => {
    const theirs = await keysOf();
    const { jwt } = await signedBadge(theirs);
    const { faults } = await verify(jwt, [theirs.did, theirs.jwks]);
    expect(faults).toContain('ISSUER_DISOWNS_KEY');
  });

  it('of before Data Integrity proofs is answered in an envelope', async () => {
    const id = await issued('Enveloped');
    await database.db.asActor(system, (tx) => tx.query(sql`update credential set proof = null where id = ${id}`));
    const { body } = await anyone.get(`/v1/credentials/${id}`);
    expect(JSON.parse(body).type).toBe('EnvelopedVerifiableCredential');
    expect(await verify(JSON.parse(body))).toMatchObject({ valid: true });
  });
});

describe('a revoked credential', () => {
  it('is revoked at the door, in the list, on the page and on paper, and its neighbour is not', async () => {
    const [id, other] = [await issued('Revoked', UPSKILLING), await issued('Neighbour', UPSKILLING)];
    const { body: jwt } = await anyone.get(`/v1/credentials/${id}`, JWT);
    const { body: neighbour } = await anyone.get(`/v1/credentials/${other}`, JWT);
    const url = '/v1/credentials/status-lists/0';
    const before = (await anyone.get(url)).body;
    expect((await admin.post(`/v1/credentials/${id}/revoke`, { reason: 'issued in error' })).body.state).toBe(
      'revoked',
    );
    const again = { status: 409, code: 'CREDENTIAL_STATE_FORBIDS', from: 'revoked', to: 'revoked' };
    expect((await admin.post(`/v1/credentials/${id}/revoke`, { reason: 'fraud' })).body).toMatchObject(again);
    expect(await verify(jwt)).toMatchObject({ valid: false, faults: ['REVOKED'] });
    expect(await verify(neighbour)).toMatchObject({ valid: true });

    const offline = (list: unknown) => ({
      documents: (address: string) => (address.endsWith(url) ? list : keys.document(address)),
      now: database.clock.now(),
    });
    for (const list of [JSON.parse((await anyone.get(url)).body), (await anyone.get(url, JWT)).body]) {
      expect(await judged(keys, jwt, offline(list))).toMatchObject({ verdict: 'invalid', faults: ['REVOKED'] });
      expect(await judged(keys, neighbour, offline(list))).toMatchObject({ verdict: 'valid' });
    }
    const old = { ...offline(JSON.parse(before)), now: new Date('2026-12-24T00:00:00Z') };
    expect(await judged(keys, jwt, old)).toMatchObject({
      verdict: 'undetermined',
      faults: ['STATUS_STALE'],
      statusAsOf: database.clock.now().toISOString(),
    });
    const forged = { ...JSON.parse(before), validFrom: '2026-12-24T00:00:00Z' };
    expect((await judged(keys, jwt, offline(forged))).faults).toEqual(['STATUS_LIST_INVALID']);

    expect((await anyone.get(`/verify/${id}`)).body).toMatch(/class="verdict revoked"[\s\S]*issued in error/);
    expect((await anyone.get(`/v1/credentials/${id}.pdf`)).body.code).toBe('CREDENTIAL_REVOKED');
    expect((await anyone.get(`/v1/credentials/${other}.pdf`)).headers.get('content-type')).toBe('application/pdf');
  });

  it('is issued anew only when that is asked for', async () => {
    const id = await issued('Anew', UPSKILLING);
    await admin.post(`/v1/credentials/${id}/revoke`, { reason: 'misspelt name' });
    const personId = stableId('test person', 'Anew');
    const about = { personId, achievementId: UPSKILLING, academyId, region: given.region };
    const again = await database.db.asActor(system, (tx) =>
      earnCredentials(tx, [{ ...about, achievedOn: '2026-11-20' }]),
    );
    expect(again).toEqual([]);
    const body = { personId, certification: about.achievementId };
    const manager = anyone.as(await tokens.of({ role: 'academy-manager', academies: [academyId] }));
    expect((await manager.post('/v1/credentials', body)).body).toMatchObject({
      ...{ status: 403, code: 'CREDENTIAL_WAS_REVOKED' },
    });
    const other = anyone.as(await tokens.of({ role: 'programme-admin', subject: 'another admin' }));
    const { status, body: made } = await other.post('/v1/credentials', { ...body, reason: 'spelt right' });
    expect(status).toBe(201);
    expect(made).toMatchObject({ state: 'pending', achievement: { id: UPSKILLING } });
    expect((await manager.post('/v1/credentials', body)).body).toMatchObject({
      ...{ status: 409, code: 'CREDENTIAL_IS_ISSUED', credentialId: made.id },
    });
    expect((await admin.post('/v1/credentials', { ...body, certification: LITERACY })).body.code).toBe(
      'CERTIFICATION_NOT_HELD',
    );
  });
});

describe('a status list', () => {
  it('is kept until something is revoked or it has aged, and there is none that no credential is on', async () => {
    const list = async () => JSON.parse((await anyone.get('/v1/credentials/status-lists/0')).body);
    const one = await list();
    expect(await list()).toEqual(one);
    database.clock.advance(6 * 60_000);
    expect((await list()).validFrom).not.toBe(one.validFrom);
    expect((await anyone.get('/v1/credentials/status-lists/7')).status).toBe(404);
    expect((await anyone.get('/v1/credentials/status-lists/x')).body.code).toBe('INVALID_INPUT');
  });
});

describe('what other services tell', () => {
  const personId = stableId('test person', 'Trainer');
  const state = (about: object) => ({
    academyId,
    region: given.region,
    state: 'active',
    topics: [],
    mayProctor: false,
    upskilling: 'none',
    upskillingCompletedOn: null,
    ...about,
  });
  const tell = (version: number, about: object) => {
    const event = { position: version, at: new Date('2026-11-20T09:00:00Z'), trace: null, subject: 'trainer' };
    const change = new Changed(trainer, { ...event, type: 'TrainerChanged', uid: '', changes: [] } as never, {
      s: personId,
      v: version,
      d: state(about),
    });
    return database.db.asActor(system, async (tx) => {
      for (const feed of [trainerCopy, trainerCredentials, upskillingCredentials]) await feed.take(tx, [change], 1);
    });
  };
  const held = async () => {
    const rows = await database.db.readAs(system, (tx) =>
      tx.query<{ id: string; from: string; until: string; state: string }>(sql`
        select achievement_id as id, achieved_on::text as from, valid_until::text as until, state
        from credential where person_id = ${personId} order by 1, 2`),
    );
    return rows.map(({ id, from, until, state: is }) => `${id} ${from} ${until} ${is}`);
  };

  it('earns trainers a credential for each qualification and each renewal, once, whatever is told again', async () => {
    const excel = { topic: 'excel', obtainedOn: '2025-01-10', expiresOn: '2027-01-09' };
    const word = { topic: 'word', obtainedOn: '2024-02-01', expiresOn: null };
    const gone = { topic: 'access', obtainedOn: '2020-02-01', expiresOn: '2023-01-31' };
    const own = { topic: 'powerpoint', obtainedOn: '2025-01-10', expiresOn: null, confirmed: false };
    const strange = { topic: 'a topic of tomorrow', obtainedOn: '2025-01-10', expiresOn: null };
    const upskilled = { upskilling: 'completed', upskillingCompletedOn: '2026-11-19' };
    await tell(1, { qualifications: [excel, gone, own, strange], ...upskilled, upskillingProven: false });
    await tell(2, { qualifications: [excel, word], ...upskilled, upskillingProven: true });
    await tell(1, { qualifications: [excel] });
    await tell(3, { qualifications: [word] });
    await tell(4, { topics: ['excel'] });
    const renewed = { ...excel, obtainedOn: '2026-11-02', expiresOn: '2028-11-01' };
    await tell(5, { qualifications: [excel, renewed] });
    const all = [
      'trainer.excel 2025-01-10 2027-01-09',
      'trainer.excel 2026-11-02 2028-11-01',
      'trainer.upskilling 2026-11-19 null',
      'trainer.word 2024-02-01 null',
    ];
    await signAll();
    // The register of persons has not told the name yet: it waits, and nothing is lost.
    expect(await held()).toEqual(all.map((one) => `${one} pending`));
    await given.person('Trainer', academyId);
    await signAll();
    expect(await held()).toEqual(all.map((one) => `${one} valid`));
  });

  it('has the credential of an upskilling plan follow what proves the plan, and stay where more is to be learnt', async () => {
    const upskilling = async () => (await held()).filter((one) => one.startsWith(UPSKILLING));
    const proven = { upskilling: 'completed', upskillingCompletedOn: '2026-11-19', upskillingProven: true };
    await tell(10, proven);
    await given.person('Trainer', academyId);
    await signAll();
    const valid = 'trainer.upskilling 2026-11-19 null valid';
    expect(await upskilling()).toEqual([valid]);
    await tell(11, { upskilling: 'in-progress', upskillingProven: false, upskillingDisproved: false });
    expect(await upskilling()).toEqual([valid]);
    await tell(12, { upskilling: 'planned', upskillingProven: false, upskillingDisproved: true });
    const revoked = 'trainer.upskilling 2026-11-19 null revoked';
    expect(await upskilling()).toEqual([revoked]);
    await tell(13, proven);
    await tell(13, proven);
    await signAll();
    expect((await upskilling()).toSorted()).toEqual([revoked, valid]);
    await tell(12, { upskilling: 'planned', upskillingProven: false, upskillingDisproved: true });
    expect((await upskilling()).toSorted()).toEqual([revoked, valid]);
  });

  it('earns the literacy programme’s credential when it is certified, not before', async () => {
    const who = await given.person('Clerk', academyId);
    const take = (version: number, about: object) => {
      const event = { position: version, at: new Date('2026-11-20T09:00:00Z'), trace: null, subject: 'literacy' };
      const d = {
        personId: who,
        academyId,
        region: given.region,
        hours: 30,
        state: 'evaluated',
        certifiedOn: null,
        ...about,
      };
      const change = new Changed(literacy, { ...event, type: 'LiteracyCertified', uid: '', changes: [] } as never, {
        s: who,
        v: version,
        d,
      });
      return database.db.asActor(system, async (tx) => {
        for (const feed of [literacyCopy, literacyCredentials]) await feed.take(tx, [change], 1);
      });
    };
    await take(1, {});
    expect(await waiting()).toEqual([]);
    await take(2, { state: 'certified', certifiedOn: '2026-11-18' });
    await take(2, { state: 'certified', certifiedOn: '2026-11-18' });
    const ids = await waiting();
    expect(ids).toHaveLength(1);
    await signAll();
    const { body } = await anyone.get(`/v1/credentials/${ids[0]}`);
    expect(JSON.parse(body)).toMatchObject({ name: 'Alphabétisation numérique', awardedDate: '2026-11-18T00:00:00Z' });

    const held = async () =>
      (await admin.get(`/v1/credentials?personId=${who}`)).body.items.map(
        ({ state, revokedReason }: { state: string; revokedReason: string | null }) => [state, revokedReason],
      );
    const elsewhere = { code: 'LITERACY_IS_TAKEN_BACK_ELSEWHERE', personId: who };
    const path = `/v1/literacy-evaluations?certified=true&personId=${who}`;
    expect(await admin.post(`/v1/credentials/${ids[0]}/revoke`, { reason: 'forged' })).toMatchObject({
      ...{ status: 409, body: { ...elsewhere, path } },
    });
    const mutation = 'mutation ($input: RevokeCredentialInput!) { revokeCredential(input: $input) { id } }';
    const asked = await admin.graphql(mutation, { input: { id: ids[0], reason: 'forged' } });
    expect(asked.body.errors[0].extensions).toMatchObject(elsewhere);
    await take(3, { revokedReason: 'the list was forged' });
    await take(3, { revokedReason: 'the list was forged' });
    const revoked = ['revoked', 'the list was forged'];
    expect(await held()).toEqual([revoked]);
    const none = await admin.post('/v1/credentials', { personId: who, certification: LITERACY });
    expect(none).toMatchObject({ status: 409, body: { code: 'CERTIFICATION_NOT_HELD' } });
    const evaluationId = crypto.randomUUID();
    await take(4, { state: 'certified', certifiedOn: '2026-11-18', evaluationId });
    expect(await waiting()).toEqual([]);
    await take(5, { state: 'certified', certifiedOn: '2026-11-19', evaluationId });
    await take(5, { state: 'certified', certifiedOn: '2026-11-19', evaluationId });
    await signAll();
    expect((await held()).toSorted()).toEqual([revoked, ['valid', null]]);
    await take(6, { revokedReason: 'the list was forged' });
    const another = crypto.randomUUID();
    await take(7, { state: 'certified', certifiedOn: '2026-11-19', evaluationId: another });
    await signAll();
    expect((await held()).toSorted()).toEqual([revoked, revoked, ['valid', null]]);
  });
});

describe('the public page', () => {
  it('speaks the language that is asked for, else the reader’s', async () => {
    const id = await issued('Page');
    const page = async (query = '', language = '') =>
      (await anyone.get(`/verify/${id}${query}`, { headers: { 'accept-language': language } })).body;
    expect(await page('?lang=ar')).toMatch(/<html lang="ar" dir="rtl">[\s\S]*class="verdict valid"/);
    expect(await page('', 'de, en-GB;q=0.8')).toMatch(/<html lang="en" dir="ltr">/);
    expect(await page('?lang=xx')).toMatch(/<html lang="fr" dir="ltr">/);
    expect(await page('?lang=fr&lang=ar')).toMatch(/<html lang="fr"/);
  });

  it('shows nothing of a record whose signature does not hold', async () => {
    const id = await issued('Tampered');
    const other = await issued('Original');
    const copy = sql`update credential c set (jwt, proof) = (select jwt, proof from credential where id = ${other}) where id = ${id}`;
    await database.db.asActor(system, (tx) => tx.query(copy));
    const swapped = (await anyone.get(`/verify/${id}`)).body;
    expect(swapped).toMatch(/class="verdict doubtful"/);
    expect(swapped).not.toContain('Original');
    await database.db.asActor(system, (tx) =>
      tx.query(
        sql`update credential set proof = jsonb_set(proof, '{created}', '"2026-01-01T00:00:00Z"') where id = ${other}`,
      ),
    );
    expect((await anyone.get(`/verify/${other}`)).body).toMatch(/class="verdict doubtful"/);
  });

  it('is the same of an id in capitals, also once it is revoked', async () => {
    const id = await issued('Capitals', UPSKILLING);
    const shown = async () => (await anyone.get(`/verify/${id.toUpperCase()}`)).body;
    expect(await shown()).toMatch(/class="verdict valid"/);
    await admin.post(`/v1/credentials/${id}/revoke`, { reason: 'fraud' });
    expect(await shown()).toMatch(/class="verdict revoked"/);
  });

  it('escapes what a name may hold, and answers 404 to what is unknown', async () => {
    const id = await issued('<script>alert(1)</script>');
    expect((await anyone.get(`/verify/${id}`)).body).toContain('&lt;script&gt;');
    for (const unknown of [crypto.randomUUID(), 'x', "'; drop table credential --"]) {
      const { status, body } = await anyone.get(`/verify/${encodeURIComponent(unknown)}`);
      expect(status).toBe(404);
      expect(body).toMatch(/class="verdict unknown"/);
    }
  });
});

describe('keys', () => {
  it('are answered one by one, and together', async () => {
    const { body: jwks } = await anyone.get('/.well-known/jwks.json');
    const { body: did } = await anyone.get('/.well-known/did.json');
    expect(jwks.keys).toHaveLength(2);
    for (const { kid } of jwks.keys) {
      const { status, body } = await anyone.get(new URL(kid).pathname);
      expect(status).toBe(200);
      expect(body.kid ?? body.id).toBe(kid);
    }
    expect(did.id).toBe('did:web:takwin.example');
    expect((await anyone.get('/keys/none')).status).toBe(404);
  });
});
