import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf, apiOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { RunImportHandler } from '../rosters/run-import.js';
import { academiesService } from '../testing/academies-service.js';
import { fileOf, newMatricule, rowOf } from '../testing/konosys-file.js';
import { CinVault } from './cin.js';

type Api = ReturnType<typeof apiOf>;
type AcademySeen = { id: string; code: string; region: string };

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);
let [here, there, prison]: AcademySeen[] = [];
let mine: string;
let other: string;
let elsewhere: string;
let moved: string;

beforeAll(async () => {
  prison = (await admin.get('/v1/academies?first=1&profile=prison')).body.items[0];
  const { items } = (await admin.get('/v1/academies?first=100&profile=ordinary')).body;
  here = items[0];
  there = items.find(({ region }: AcademySeen) => region !== here!.region);
  const roster = async (...rows: { Site: string; [column: string]: string }[]): Promise<void> => {
    const file = fileOf(...rows.map((row) => rowOf(row)));
    const { body } = await admin.post('/v1/imports?kind=konosys', file, { headers: { 'content-type': 'text/csv' } });
    await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
  };
  const matricules = [newMatricule(), newMatricule(), newMatricule(), newMatricule()];
  await roster({ MatriculeEtudiant: matricules[3]!, Site: prison!.code, Code: 'P1' });
  await roster(
    { MatriculeEtudiant: matricules[0]!, Site: here!.code, Code: 'DEV101' },
    { MatriculeEtudiant: matricules[1]!, Site: here!.code, Code: 'DEV102' },
    { MatriculeEtudiant: matricules[2]!, Site: there!.code, Code: 'DEV101' },
    { MatriculeEtudiant: matricules[3]!, Site: here!.code, Code: 'DEV101' },
  );
  const idOf = async (matricule: string): Promise<string> =>
    (await admin.post('/v1/persons/search', { matricule })).body.items[0].id;
  [mine, other, elsewhere, moved] = (await Promise.all(matricules.map(idOf))) as [string, string, string, string];
});

const trainer = async (about: object): Promise<Api> => admin.as(await tokens.of({ role: 'trainer', ...about }));
/** Those of the spec whom somebody lists: the register ships with staff besides. */
const seen = async (one: Api): Promise<string[]> =>
  (await one.get('/v1/persons?first=100&kind=trainee')).body.items
    .map(({ id }: { id: string }) => id)
    .filter((id: string) => [mine, other, elsewhere, moved].includes(id))
    .sort();

describe('a trainer of a group', () => {
  it('is shown those who are in it, at every door, and nobody else of the academy', async () => {
    const one = await trainer({ academies: [here!.id], groups: ['dev 101'] });
    expect(await seen(one)).toEqual([mine, moved].sort());
    expect((await one.get(`/v1/persons/${mine}`)).status).toBe(200);
    for (const id of [other, elsewhere]) expect((await one.get(`/v1/persons/${id}`)).status).toBe(404);
    const ask = (id: string) => one.graphql(`{ person(id: "${id}") { id } }`);
    expect((await ask(mine)).body.data.person).toEqual({ id: mine });
    expect((await ask(other)).body.data.person).toBeNull();
    const { body } = await one.graphql(`{ academy(id: "${here!.id}") { persons(first: 50) { id } } }`);
    const listed = body.data.academy.persons.map(({ id }: { id: string }) => id);
    expect(listed.sort()).toEqual([mine, moved].sort());
  });

  it('is shown nobody where the token names no academy, and all of an academy where it names no group', async () => {
    expect(await seen(await trainer({ groups: ['DEV101'] }))).toEqual([]);
    expect(await seen(await trainer({ academies: [here!.id] }))).toEqual([mine, other, moved].sort());
  });

  it('is told no more of a prison than the academy is, and of a group in one what that prison is', async () => {
    const placesOf = async (one: Api): Promise<string[]> =>
      (await one.get(`/v1/persons/${moved}`)).body.placements.map(({ academyId }: { academyId: string }) => academyId);
    expect(await placesOf(await trainer({ academies: [here!.id], groups: ['DEV101'] }))).toEqual([here!.id]);
    const inside = await trainer({ academies: [here!.id, prison!.id], groups: ['DEV101'] });
    expect((await placesOf(inside)).sort()).toEqual([here!.id, prison!.id].sort());
  });
});

describe('who is in a group of an academy and has their home in a prison', () => {
  it('is there for its trainer as little as for its manager', async () => {
    const homeIn = (id: string) =>
      database.db.asActor(actorOf('system'), (tx) =>
        tx.query(
          sql`update person set academy_id = ${id}, region = (select region from academy where id = ${id}) where id = ${moved}`,
        ),
      );
    await homeIn(prison!.id);
    const about = { academies: [here!.id], groups: ['DEV101'] };
    const manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [here!.id] }));
    for (const one of [await trainer(about), manager]) {
      expect((await one.get(`/v1/persons/${moved}`)).status).toBe(404);
      expect(await seen(one)).not.toContain(moved);
    }
    for (const one of [
      await trainer({ ...about, academies: [here!.id, prison!.id] }),
      admin.as(await tokens.of({ role: 'candidate', personId: moved })),
    ])
      expect((await one.get(`/v1/persons/${moved}`)).status).toBe(200);
    await homeIn(here!.id);
  });
});

describe('who is a candidate and has an office', () => {
  it.each([
    ['trainer', { academies: () => [there!.id] }],
    ['academy-manager', { academies: () => [there!.id] }],
    ['regional-director', { regions: () => [there!.region] }],
  ] as const)('keeps the own record beside that of a %s elsewhere', async (role, about) => {
    const office = Object.fromEntries(Object.entries(about).map(([name, of]) => [name, (of as () => string[])()]));
    const one = admin.as(
      await tokens.of({ role: 'candidate', personId: moved, ...office, wire: { role: ['candidate', role] } }),
    );
    expect(await seen(one)).toEqual([elsewhere, moved].sort());
    expect((await one.get(`/v1/persons/${moved}`)).body.placements).toHaveLength(2);
    expect((await one.get(`/v1/persons/${moved}/corrections`)).status).toBe(200);
    expect((await one.get(`/v1/persons/${mine}`)).status).toBe(404);
    expect((await one.graphql(`{ person(id: "${moved}") { id } }`)).body.data.person).toEqual({ id: moved });
  });
});
