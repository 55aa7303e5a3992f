import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@takwin/platform/auth';
import { actorOf, type apiOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { RunImportHandler } from '../rosters/run-import.js';
import { academiesService } from '../testing/academies-service.js';
import { fileOf, newMatricule, rowOf } from '../testing/konosys-file.js';
import { CinVault } from './cin.js';

type Api = ReturnType<typeof apiOf>;
type AcademySeen = { id: string; code: string; region: string };

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);
const matricule = newMatricule();
let [here, near, prison]: AcademySeen[] = [];
let id: string;

beforeAll(async () => {
  prison = (await admin.get('/v1/academies?first=1&profile=prison')).body.items[0];
  [here, near] = (await admin.get('/v1/academies?first=2&profile=ordinary')).body.items;
  const roster = async (...rows: { Site: string; EtudiantActif?: string }[]): Promise<void> => {
    const file = fileOf(...rows.map((row) => rowOf({ MatriculeEtudiant: matricule, ...row })));
    const { body } = await admin.post('/v1/imports?kind=konosys', file, { headers: { 'content-type': 'text/csv' } });
    await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
  };
  await roster({ Site: prison!.code });
  await roster({ Site: prison!.code, EtudiantActif: 'non' }, { Site: near!.code, EtudiantActif: 'non' });
  await roster({ Site: here!.code });
  id = (await admin.post('/v1/persons/search', { matricule })).body.items[0].id;
});

const managerOf = async (...places: AcademySeen[]): Promise<Api> =>
  admin.as(await tokens.of({ role: 'academy-manager', academies: places.map((place) => place.id) }));
const academiesOf = ({ placements }: { placements: { academyId: string }[] }): string[] =>
  placements.map(({ academyId }) => academyId);
const PERSON = '{ person(id: "ID") { placements { academyId region academy { code profile } } } }';

describe('a placement in a prison', () => {
  it.each(['academy-manager', 'trainer'] as const)(
    'is not shown to the %s of the academy that the person came to, at any door',
    async (role) => {
      const one = admin.as(await tokens.of({ role, academies: [here!.id] }));
      const seen = [(await one.get(`/v1/persons/${id}`)).body];
      if (role === 'academy-manager') {
        seen.push((await one.post('/v1/persons/search', { matricule })).body.items[0]);
        seen.push((await one.post(`/v1/persons/${id}/deactivate`, { reason: 'abandon' })).body);
        seen.push((await one.post(`/v1/persons/${id}/reactivate`)).body);
      }
      for (const person of seen) expect(academiesOf(person).sort()).toEqual([here!.id, near!.id].sort());
      const { body } = await one.graphql(PERSON.replace('ID', id));
      expect(academiesOf(body.data.person).sort()).toEqual([here!.id, near!.id].sort());
      expect(JSON.stringify([seen, body])).not.toContain(prison!.id);
      expect(JSON.stringify(body)).not.toContain('PRISON');
    },
  );

  it('is shown to the programme, its auditors, the director of the region, the person, and who runs that prison too', async () => {
    const readers = [
      admin,
      admin.as(await tokens.of({ role: 'auditor' })),
      admin.as(await tokens.of({ role: 'regional-director', regions: [here!.region] })),
      admin.as(await tokens.of({ role: 'candidate', personId: id })),
      await managerOf(here!, prison!),
    ];
    for (const one of readers) expect(academiesOf((await one.get(`/v1/persons/${id}`)).body)).toContain(prison!.id);
  });

  it('is not read by a statement that forgets whom it reads for, nor is whose person is not theirs', async () => {
    const placements = sql`select academy_id as "academyId" from placement where person_id = ${id}`;
    const persons = sql`select from person where id = ${id}`;
    const seen = async (actor: Actor) => {
      const found = await database.db.readAs(actor, (tx) => tx.query<{ academyId: string }>(placements));
      const known = await database.db.readAs(actor, (tx) => tx.query(persons));
      return [known.length, ...found.map(({ academyId }) => academyId)].sort();
    };
    const all = [1, here!.id, near!.id, prison!.id].sort();
    const managed = (...academies: AcademySeen[]) =>
      actorOf('academy-manager', { academies: academies.map((one) => one.id) });
    expect(await seen(managed(here!))).toEqual([1, here!.id, near!.id].sort());
    expect(await seen(managed(here!, prison!))).toEqual(all);
    expect(await seen(managed(prison!, near!))).toEqual([0]);
    expect(await seen(actorOf('candidate', { personId: id }))).toEqual(all);
    expect(await seen(actorOf('candidate', { personId: here!.id }))).toEqual([0]);
    expect(await seen(actorOf('regional-director', { regions: [here!.region] }))).toEqual(all);
    expect(await seen(actorOf('regional-director', { regions: ['none'] }))).toEqual([0]);
    expect(await seen(actorOf('auditor'))).toEqual(all);
  });

  it('is told to the services that follow, whoever changes the person', async () => {
    const one = await managerOf(here!);
    await one.post(`/v1/persons/${id}/deactivate`, { reason: 'abandon' });
    await one.post(`/v1/persons/${id}/reactivate`);
    const told = await database.db.readAs(actorOf('system'), (tx) =>
      tx.one<{ change: { d: { placements: { academyId: string }[] } } }>(sql`
        select change from event_new, jsonb_array_elements(body -> 'changes') change
        where change ->> 's' = ${id} order by id desc limit 1`),
    );
    expect(academiesOf(told!.change.d)).toContain(prison!.id);
  });
});
