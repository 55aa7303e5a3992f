import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@takwin/platform/auth';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { CredentialKeys } from './keys.js';
import { earnCredentials } from './credential.writer.js';
import { IssueCredentialsHandler } from './issue-credentials.js';
import { examAchievement, UPSKILLING } from './reference/achievements.js';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
let fes: string;
const persons: Record<string, string> = {};
const ids: Record<string, string> = {};

/** Two of Rabat and one of Fès have what an upskilling plan earns, one of them no more; one of Rabat passed an exam, not yet signed. */
beforeAll(async () => {
  house = await examEnvironment();
  fes = await house.given.academy('Fès', { region: 'MA-03' });
  const earn = async (name: string, academyId: string, region: string, achievementId: string) => {
    persons[name] ??= await house.given.person(name, academyId);
    const earned = { personId: persons[name], achievementId, academyId, region, achievedOn: '2026-11-20' };
    const [id] = await house.database.db.asActor(actorOf('system'), (tx) => earnCredentials(tx, [earned]));
    return id!;
  };
  ids['salma'] = await earn('salma', house.academyId, house.given.region, UPSKILLING);
  ids['omar'] = await earn('omar', house.academyId, house.given.region, UPSKILLING);
  ids['far'] = await earn('far', fes, 'MA-03', UPSKILLING);
  const issuing = new IssueCredentialsHandler(house.database.db, house.running.get(CredentialKeys));
  await issuing.run(Object.values(ids));
  await house.admin.post(`/v1/credentials/${ids['omar']}/revoke`, { reason: 'issued in error' });
  ids['exam'] = await earn('salma', house.academyId, house.given.region, examAchievement('MO-200'));
});
afterAll(() => house?.close());

const namesOf = (items: readonly { id: string }[]) =>
  items.map(({ id }) => Object.keys(ids).find((name) => ids[name] === id)).sort();
const listed = async (about: string, by = house.admin) =>
  namesOf((await by.get(`/v1/credentials?${about}`)).body.items);

describe('credentials are listed', () => {
  it('by person, certification and state', async () => {
    expect(await listed('')).toEqual(['exam', 'far', 'omar', 'salma']);
    expect(await listed(`certification=${UPSKILLING}`)).toEqual(['far', 'omar', 'salma']);
    expect(await listed(`personId=${persons['salma']}`)).toEqual(['exam', 'salma']);
    expect(await listed(`personId=${persons['salma']}&state=pending`)).toEqual(['exam']);
    expect(await listed(`certification=${UPSKILLING}&state=revoked`)).toEqual(['omar']);
    expect((await house.admin.get('/v1/credentials?state=lost')).status).toBe(422);
  });

  it('as the register shows them, never the signed document', async () => {
    const { items } = (await house.admin.get('/v1/credentials?state=revoked')).body;
    expect(items).toMatchObject([{ achievement: { id: UPSKILLING }, revokedReason: 'issued in error' }]);
    const asked = `{ credential(id: "${ids['omar']}") { id personId achievement { id kind name nameAr } achievedOn validUntil
      state waitsFor waitsForText issuedAt revokedAt revokedBy revokedReason reissuedBy reissuedReason supersedes supersededBy version } }`;
    const { credential } = (await house.admin.graphql(asked)).body.data;
    expect(Object.keys(items[0]).sort()).toEqual(Object.keys(credential).sort());
  });

  it('to whom each of them may be read alone: the person, and the academy and region of it', async () => {
    const as = async (about: Parameters<typeof house.tokens.of>[0]) => house.admin.as(await house.tokens.of(about));
    expect(await listed('', await as({ role: 'candidate', personId: persons['omar'] }))).toEqual(['omar']);
    const manager = await as({ role: 'academy-manager', academies: [fes] });
    expect(await listed('', manager)).toEqual(['far']);
    expect(await listed(`personId=${persons['salma']}`, manager)).toEqual([]);
    expect(await listed('', house.director)).toEqual(['exam', 'omar', 'salma']);
    expect(await listed('', await as({ role: 'auditor' }))).toHaveLength(4);
    expect((await house.admin.as('').get('/v1/credentials')).status).toBe(401);
  });

  it('to nobody else by the database either, where a statement forgets whom it reads for', async () => {
    const seen = (actor: Actor) =>
      house.database.db.readAs(actor, (tx) => tx.query<{ id: string }>(sql`select id from credential`));
    expect(namesOf(await seen(actorOf('candidate', { personId: persons['omar'] })))).toEqual(['omar']);
    expect(namesOf(await seen(actorOf('academy-manager', { academies: [fes] })))).toEqual(['far']);
    expect(namesOf(await seen(actorOf('regional-director', { regions: ['MA-03'] })))).toEqual(['far']);
    expect(namesOf(await seen(actorOf('auditor')))).toEqual(['exam', 'far', 'omar', 'salma']);
  });

  it('one by one, as signed, to whoever has its address', async () => {
    const manager = house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [fes] }));
    for (const by of [manager, house.admin.as('')])
      expect((await by.get(`/v1/credentials/${ids['salma']}`)).status).toBe(200);
  });

  it('page by page, each once, by no cursor of another list or of another cut', async () => {
    const url = `/v1/credentials?certification=${UPSKILLING}`;
    const all = (await house.admin.get(url)).body.items;
    const page = (await house.admin.get(`${url}&first=2`)).body;
    const rest = (await house.admin.get(`${url}&first=2&after=${page.nextCursor}`)).body;
    expect([...page.items, ...rest.items]).toEqual(all);
    expect(rest.nextCursor).toBeNull();
    const exams = (await house.admin.get('/v1/exams?first=1')).body.nextCursor;
    for (const [cut, after] of [
      [`certification=${UPSKILLING}`, exams],
      [`certification=${UPSKILLING}&state=valid`, page.nextCursor],
      ['', page.nextCursor],
    ])
      expect(await house.admin.get(`/v1/credentials?${cut}&after=${after}`)).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'after', code: 'invalid_cursor' }] },
      });
  });

  it('in the graph as well', async () => {
    const asked = `{ credentials(certification: "${UPSKILLING}", state: VALID) { edges { node { id } } } }`;
    const { edges } = (await house.admin.graphql(asked)).body.data.credentials;
    expect(namesOf(edges.map(({ node }: { node: { id: string } }) => node))).toEqual(['far', 'salma']);
    const seen = (await house.director.graphql(asked)).body.data.credentials.edges;
    expect(seen).toEqual([{ node: { id: ids['salma'] } }]);
  });
});
