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
  await roster({ Site: near!.code }, { Site: prison!.code });
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

  it('goes with the person who moves, also where a connection goes on by the plan of before', async () => {
    const moving = newMatricule();
    const roster = async (Site: string): Promise<void> => {
      const file = fileOf(rowOf({ MatriculeEtudiant: moving, Site }));
      const { body } = await admin.post('/v1/imports?kind=konosys', file, { headers: { 'content-type': 'text/csv' } });
      await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
    };
    await roster(near!.code);
    const mover: string = (await admin.post('/v1/persons/search', { matricule: moving })).body.items[0].id;
    const forgetful = sql`select academy_id as "academyId" from placement where person_id = ${mover}`;
    const placed = async (at: AcademySeen): Promise<number> =>
      (
        await database.db.readByKey(actorOf('academy-manager', { academies: [at.id] }), (tx) =>
          tx.query<{ academyId: string }>(forgetful),
        )
      ).length;
    const status = async (at: AcademySeen) => (await (await managerOf(at)).get(`/v1/persons/${mover}`)).status;
    for (let time = 0; time < 40; time++) expect([await placed(near!), await placed(here!)]).toEqual([1, 0]);
    expect([await status(near!), await status(here!)]).toEqual([200, 404]);
    await roster(here!.code);
    for (let time = 0; time < 10; time++) expect([await placed(near!), await placed(here!)]).toEqual([0, 2]);
    expect([await status(near!), await status(here!)]).toEqual([404, 200]);
  });

  describe('to a machine', () => {
    const machine = async (...scopes: string[]): Promise<Api> =>
      admin.as(await tokens.of({ role: 'integrator', scopes }));
    const READS = ['FindPerson', 'FindPersons', 'SearchPersons', 'FindCorrections'];
    const inside = newMatricule();
    let prisoner: string;

    beforeAll(async () => {
      const name = { family: 'ZEROUAL', given: 'Mounia' };
      const about = { kind: 'trainee', academyId: prison!.id, matricule: inside, name };
      prisoner = (await admin.post('/v1/persons', about)).body.id;
    });

    it('is shown where its owner was granted that, by name or with everything', async () => {
      for (const scopes of [['*'], [...READS, 'prison-placements']]) {
        const one = await machine(...scopes);
        expect(academiesOf((await one.get(`/v1/persons/${id}`)).body)).toContain(prison!.id);
        expect((await one.get(`/v1/persons/${prisoner}`)).body.academyId).toBe(prison!.id);
      }
    });

    it('is not shown otherwise, at any door', async () => {
      const one = await machine(...READS, 'ChangePerson');
      const { version, birthDate, ...seen } = (await one.get(`/v1/persons/${id}`)).body;
      expect(academiesOf(seen as never).sort()).toEqual([here!.id, near!.id].sort());
      const answers = [
        seen,
        (await one.post('/v1/persons/search', { matricule })).body,
        (await one.post('/v1/persons/search', { ids: [id] })).body,
        (await one.get(`/v1/persons?academyId=${here!.id}&first=100`)).body,
        (await one.graphql(PERSON.replace('ID', id))).body,
        (await one.patch(`/v1/persons/${id}`, { birthDate }, { headers: { 'if-match': `"${version}"` } })).body,
      ];
      for (const answer of answers) expect(JSON.stringify(answer)).toContain(here!.id);
      expect(JSON.stringify(answers)).not.toContain(prison!.id);
    });

    it('is not told by who has their home in a prison: to such a machine they are not there', async () => {
      const one = await machine(...READS, 'ChangePerson', 'DeactivatePerson', 'FindAcademy');
      const representations = [{ __typename: 'Person', id: prisoner }];
      const entities =
        'query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }';
      const lists = [
        (await one.post('/v1/persons/search', { matricule: inside })).body,
        (await one.post('/v1/persons/search', { name: 'Zeroual' })).body,
        (await one.post('/v1/persons/search', { ids: [prisoner] })).body,
        (await one.get(`/v1/persons?academyId=${prison!.id}`)).body,
        (await one.graphql(`{ academy(id: "${prison!.id}") { persons(first: 5) { id } } }`)).body,
        (await one.graphql(entities, { representations })).body,
      ];
      expect(JSON.stringify(lists)).not.toMatch(new RegExp(`${prisoner}|"__typename":"Person"`));
      expect((await admin.get(`/v1/persons?academyId=${prison!.id}`)).body.items.length).toBeGreaterThan(0);
      const statuses = [
        await one.get(`/v1/persons/${prisoner}`),
        await one.get(`/v1/persons/${prisoner}/corrections`),
        await one.patch(`/v1/persons/${prisoner}`, { birthDate: '2001-02-03' }, { headers: { 'if-match': '"1"' } }),
        await one.post(`/v1/persons/${prisoner}/deactivate`, { reason: 'abandon' }),
      ].map(({ status }) => status);
      expect(statuses).toEqual([404, 404, 404, 404]);
    });
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

describe('a claim made by a prison', () => {
  it('is shown to officials alone, who decide it, and to no academy of the person claimed', async () => {
    const number = newMatricule();
    const register = async (as: Api, academyId: string) =>
      as.post('/v1/persons', {
        ...{ kind: 'trainee', academyId, matricule: number, birthDate: '2004-05-06' },
        name: { family: 'INSIDE', given: 'Hind' },
      });
    const mine = await managerOf(here!);
    const director = admin.as(await tokens.of({ role: 'regional-director', regions: [here!.region] }));
    const { body: person } = await register(director, here!.id);
    const asks = admin.as(
      await tokens.of({ role: 'academy-manager', subject: 'who asks inside', academies: [prison!.id] }),
    );
    expect((await register(asks, prison!.id)).status).toBe(201);
    const claims = `/v1/claims?personId=${person.id}`;
    const [claim] = (await admin.get(claims)).body.items;
    expect(claim).toMatchObject({ academyId: prison!.id, state: 'open' });
    expect((await mine.get(claims)).body.items).toEqual([]);
    expect((await mine.get(`/v1/claims/${claim.id}`)).status).toBe(404);
    expect((await mine.post(`/v1/claims/${claim.id}/accept`)).status).toBe(404);
    expect((await mine.post(`/v1/claims/${claim.id}/refuse`, { reason: 'ours' })).status).toBe(404);
    const query = `{ claims(personId: "${person.id}") { edges { node { academyId } } } }`;
    expect((await mine.graphql(query)).body.data.claims.edges).toEqual([]);
    expect((await (await managerOf(here!, prison!)).get(claims)).body.items).toEqual([claim]);
    expect((await director.get(claims)).body.items).toEqual([claim]);
    const refused = await director.post(`/v1/claims/${claim.id}/refuse`, { reason: 'the card was seen' });
    expect(refused).toMatchObject({ status: 200, body: { state: 'refused' } });
    expect((await mine.get(claims)).body.items).toEqual([]);
  });
});
