import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { RunImportHandler } from '../rosters/run-import.js';
import { fileOf, newMatricule, rowOf } from '../testing/konosys-file.js';
import { CinVault } from './cin.js';
import { academiesService } from '../testing/academies-service.js';

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);
let [here, there]: { id: string; code: string }[] = [];

beforeAll(async () => {
  [here, there] = (await admin.get('/v1/academies?first=2')).body.items;
});

let registered = 0;
const register = async (about: object = {}) => {
  const name = { family: 'TAZI', given: `Salma ${inLetters(++registered)}` };
  const command = { kind: 'trainee', academyId: here!.id, name, group: 'DEV101', year: 1, ...about };
  return (await admin.post('/v1/persons', command)).body;
};

/** The cells of a roster for the name of whoever was registered last. */
const called = () => ({ Nom: 'TAZI', Prenom: `Salma ${inLetters(registered)}` });
const roster = async (...rows: Record<string, string>[]): Promise<void> => {
  const file = fileOf(...rows.map((row) => rowOf({ Site: here!.code, ...row })));
  const { body } = await admin.post('/v1/imports?kind=konosys', file, { headers: { 'content-type': 'text/csv' } });
  await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
};

/** What was told of a person, oldest first: type, version and state of each event. */
const eventsOf = (id: string) =>
  database.db.readAs(actorOf('system'), async (tx) => {
    const rows = await tx.query<{ told: string }>(sql`
      select concat_ws(' ', type, change ->> 'v', change #>> '{d,state}') as told
      from event_new, jsonb_array_elements(body -> 'changes') change where change ->> 's' = ${id} order by id`);
    return rows.map(({ told }) => told);
  });

describe('a person who leaves', () => {
  it('has no active placement any more, and everyone who follows is told that the person has left', async () => {
    const { id } = await register();
    const left = await admin.post(`/v1/persons/${id}/deactivate`, { reason: 'abandon' });
    expect(left).toMatchObject({
      status: 200,
      body: { state: 'inactive', inactiveReason: 'abandon', placements: [{ state: 'ended' }], version: 2 },
    });
    expect(await eventsOf(id)).toEqual(['PersonRegistered 1 active', 'PersonDeactivated 2 inactive']);
    const [event] = await database.db.readAs(actorOf('system'), (tx) =>
      tx.query<{ body: unknown }>(sql`select body from event_new order by id desc limit 1`),
    );
    expect(JSON.stringify(event)).not.toContain('abandon');
  });

  it('comes back into the placement of before', async () => {
    const { id } = await register();
    await admin.post(`/v1/persons/${id}/deactivate`, { reason: 'abandon' });
    const back = await admin.post(`/v1/persons/${id}/reactivate`);
    expect(back).toMatchObject({
      status: 200,
      body: { state: 'active', inactiveReason: null, placements: [{ state: 'active' }], version: 3 },
    });
    expect((await eventsOf(id)).at(-1)).toBe('PersonChanged 3 active');
  });

  it('cannot leave twice, nor come back who is here, nor by who saw an older version', async () => {
    const { id } = await register();
    const leave = (send?: { headers: Record<string, string> }) =>
      admin.post(`/v1/persons/${id}/deactivate`, { reason: 'abandon' }, send);
    const here = await admin.post(`/v1/persons/${id}/reactivate`);
    expect(here).toMatchObject({ status: 409, body: { code: 'PERSON_STATE_FORBIDS', from: 'active', to: 'active' } });
    const stale = await leave({ headers: { 'if-match': '"7"' } });
    expect(stale).toMatchObject({ status: 412, body: { code: 'VERSION_MISMATCH', current: 1 } });
    const both = await Promise.all([leave(), leave()]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await leave()).body).toMatchObject({ code: 'PERSON_STATE_FORBIDS', from: 'inactive', to: 'inactive' });
    expect(await eventsOf(id)).toHaveLength(2);
  });

  it('is let go once of many who ask at once, and the others are told the state that they found', async () => {
    const persons = await Promise.all(Array.from({ length: 8 }, () => register()));
    const answers = await Promise.all(
      persons.flatMap(({ id }) => [1, 2].map(() => admin.post(`/v1/persons/${id}/deactivate`, { reason: 'abandon' }))),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(8);
    const refused = answers.filter(({ status }) => status !== 200).map(({ body }) => body);
    expect(refused).toEqual(
      Array.from({ length: 8 }, () => expect.objectContaining({ code: 'PERSON_STATE_FORBIDS', from: 'inactive' })),
    );
  });

  it('is let go by who may change the person, with a reason', async () => {
    const { id } = await register();
    const path = `/v1/persons/${id}/deactivate`;
    const theirs = admin.as(await tokens.of({ role: 'academy-manager', academies: [there!.id] }));
    expect((await theirs.post(path, { reason: 'abandon' })).body.code).toBe('NOT_FOUND');
    const auditor = admin.as(await tokens.of({ role: 'auditor' }));
    expect((await auditor.post(path, { reason: 'abandon' })).status).toBe(403);
    expect((await admin.post(path)).body.errors).toMatchObject([{ path: 'reason', code: 'invalid_type' }]);
    const mine = admin.as(await tokens.of({ role: 'academy-manager', academies: [here!.id] }));
    const { body } = await mine.graphql(
      'mutation ($input: DeactivatePersonInput!) { deactivatePerson(input: $input) { state inactiveReason } }',
      { input: { id, reason: 'abandon' } },
    );
    expect(body.data.deactivatePerson).toEqual({ state: 'INACTIVE', inactiveReason: 'abandon' });
  });
});

describe('the day of leaving', () => {
  /** What everyone who follows was told last of a person, and what is shown of that. */
  const dayOf = async (id: string) => {
    const [last] = await database.db.readAs(actorOf('system'), (tx) =>
      tx.query<{ day: string | null }>(sql`
        select change #>> '{d,leftOn}' as day from event_new, jsonb_array_elements(body -> 'changes') change
        where change ->> 's' = ${id} order by id desc limit 1`),
    );
    return [last!.day, (await admin.get(`/v1/persons/${id}`)).body.leftOn];
  };
  const idOf = async (matricule: string): Promise<string> =>
    (await admin.post('/v1/persons/search', { matricule })).body.items[0].id;
  afterEach(() => database.clock.set('2026-11-23T09:00:00Z'));

  it('is that of the telling in Morocco, is told to who follows, stays when it is told again, and goes with a return', async () => {
    const { id } = await register();
    expect(await dayOf(id)).toEqual([null, null]);
    database.clock.set('2026-12-01T23:30:00Z');
    await admin.post(`/v1/persons/${id}/deactivate`, { reason: 'abandon' });
    database.clock.set('2026-12-09T09:00:00Z');
    expect((await admin.post(`/v1/persons/${id}/deactivate`, { reason: 'abandon' })).status).toBe(409);
    expect(await dayOf(id)).toEqual(['2026-12-01', '2026-12-01']);
    await admin.post(`/v1/persons/${id}/reactivate`);
    expect(await dayOf(id)).toEqual([null, null]);
  });

  it('is that of the roster which tells of it, and of no later one', async () => {
    const leaving = { MatriculeEtudiant: newMatricule(), EtudiantActif: 'non' };
    await roster({ ...leaving, EtudiantActif: 'oui' });
    await roster(leaving);
    database.clock.set('2026-12-09T09:00:00Z');
    await roster({ ...leaving, Nom: 'AUTRE' }, { ...leaving, Code: 'DEV201' });
    const id = await idOf(leaving.MatriculeEtudiant);
    expect(await dayOf(id)).toEqual(['2026-11-23', '2026-11-23']);
    await roster({ ...leaving, EtudiantActif: 'oui' });
    expect(await dayOf(id)).toEqual([null, null]);
    await roster(leaving, { ...leaving, Code: 'DEV201' });
    expect(await dayOf(id)).toEqual(['2026-12-09', '2026-12-09']);
  });

  it('is not known of whom a roster brings as somebody who has left', async () => {
    const gone = { MatriculeEtudiant: newMatricule(), EtudiantActif: 'non' };
    await roster(gone);
    const id = await idOf(gone.MatriculeEtudiant);
    expect((await admin.get(`/v1/persons/${id}`)).body).toMatchObject({ state: 'inactive', leftOn: null });
    expect(await dayOf(id)).toEqual([null, null]);
  });
});

describe('a roster', () => {
  it('tells of who leaves with the last placement, and of who comes back', async () => {
    const [leaving, moving] = [{ MatriculeEtudiant: newMatricule() }, { MatriculeEtudiant: newMatricule() }];
    await roster(leaving, moving, { ...moving, Code: 'DEV201' });
    const idOf = async ({ MatriculeEtudiant: matricule }: typeof leaving) =>
      (await admin.post('/v1/persons/search', { matricule })).body.items[0].id as string;
    await roster({ ...leaving, EtudiantActif: 'non' }, { ...moving, EtudiantActif: 'non' });
    expect(await eventsOf(await idOf(moving))).toEqual(['PersonRegistered 1 active', 'PersonChanged 2 active']);
    await roster(leaving);
    expect(await eventsOf(await idOf(leaving))).toEqual([
      'PersonRegistered 1 active',
      'PersonDeactivated 2 inactive',
      'PersonChanged 3 active',
    ]);
  });

  it('brings back who was let go, and the reason goes', async () => {
    const matricule = newMatricule();
    const { id } = await register({ matricule, birthDate: '2005-02-01' });
    await admin.post(`/v1/persons/${id}/deactivate`, { reason: 'abandon' });
    await roster({ MatriculeEtudiant: matricule, ...called() });
    expect((await admin.get(`/v1/persons/${id}`)).body).toMatchObject({ state: 'active', inactiveReason: null });
  });
});

describe('the release before, on this schema', () => {
  // Its roster import, which knows no reason and so takes none away.
  const takesBack = (id: string) =>
    database.db.asActor(actorOf('system'), async (tx) => {
      await tx.query(sql`update placement set state = 'active' where person_id = ${id}`);
      await tx.query(sql`update person set state = 'active', version = version + 1 where id = ${id}`);
    });

  it('takes back who has left for a reason, and no reason is told of who is here or leaves again', async () => {
    const matricule = newMatricule();
    const { id } = await register({ matricule, birthDate: '2005-02-01', group: 'DEV101' });
    await admin.post(`/v1/persons/${id}/deactivate`, { reason: 'abandon' });
    await takesBack(id);
    expect((await admin.get(`/v1/persons/${id}`)).body).toMatchObject({ state: 'active', inactiveReason: null });
    await roster({ MatriculeEtudiant: matricule, ...called(), Code: 'DEV101', EtudiantActif: 'non' });
    expect((await admin.get(`/v1/persons/${id}`)).body).toMatchObject({ state: 'inactive', inactiveReason: null });
  });
});
