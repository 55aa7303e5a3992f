import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stableId } from '@takwin/platform/schema';
import { actorOf, type apiOf, planOf, readsOf } from '@takwin/platform/testing';
import sql, { type Sql } from 'sql-template-tag';
import { RunImportHandler } from '../rosters/run-import.js';
import { academiesService } from '../testing/academies-service.js';
import { fileOf, newMatricule, rowOf } from '../testing/konosys-file.js';
import { CinVault } from './cin.js';
import { FindPersons, FindPersonsHandler } from './find-persons.js';

type Api = ReturnType<typeof apiOf>;
type AcademySeen = { id: string; code: string; region: string };
type PersonSeen = {
  id: string;
  kind: string;
  matricule: string;
  academyId: string;
  placements: { academyId: string }[];
};

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);
let [here, near, far, prison]: AcademySeen[] = [];
/** Of three groups of `here`, one of `near`; the last of `here` has left, and the first was in a prison before. */
const matricules = Array.from({ length: 8 }, newMatricule);

beforeAll(async () => {
  prison = (await admin.get('/v1/academies?first=1&profile=prison')).body.items[0];
  const all: AcademySeen[] = (await admin.get('/v1/academies?first=100&profile=ordinary')).body.items;
  here = all[0];
  near = all.find(({ id, region }) => region === here!.region && id !== here!.id);
  far = all.find(({ region }) => region !== here!.region);
  const roster = async (...rows: string[]): Promise<void> => {
    const sent = { headers: { 'content-type': 'text/csv' } };
    const { body } = await admin.post('/v1/imports?kind=konosys', fileOf(...rows), sent);
    await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
  };
  const row = (person: number, place: AcademySeen, about: object = {}) =>
    rowOf({ MatriculeEtudiant: matricules[person]!, Site: place.code, ...about });
  await roster(row(0, prison!, { Code: 'CELL1' }));
  await roster(row(0, prison!, { Code: 'CELL1', EtudiantActif: 'non' }), row(0, here!));
  await roster(row(1, here!), row(2, here!, { Code: 'DEV201' }), row(3, here!, { Code: 'DEV201' }));
  await roster(row(4, here!, { Code: 'DEV301' }), row(5, near!), row(6, far!), row(7, near!));
  await roster(row(4, here!, { Code: 'DEV301', EtudiantActif: 'non' }));
});

const managerOf = async (...places: AcademySeen[]): Promise<Api> =>
  admin.as(await tokens.of({ role: 'academy-manager', academies: places.map(({ id }) => id) }));
const all = async (by: Api, query = ''): Promise<PersonSeen[]> => {
  const found: PersonSeen[] = [];
  for (let after = ''; ;) {
    const { status, body } = await by.get(`/v1/persons?first=100${query}${after && `&after=${after}`}`);
    expect({ status, body }).toMatchObject({ status: 200 });
    found.push(...body.items);
    if (!(after = body.nextCursor ?? '')) return found;
  }
};
const places = (persons: PersonSeen[]) =>
  persons
    .map(({ matricule }) => matricules.indexOf(matricule))
    .filter((place) => place >= 0)
    .sort();

describe('the list of persons', () => {
  it('is cut by home academy, group, kind and state, and read a page at a time, at both doors', async () => {
    const at = `&academyId=${here!.id}`;
    expect(places(await all(admin, at))).toEqual([0, 1, 2, 3, 4]);
    expect(places(await all(admin, `${at}&group=DEV201`))).toEqual([2, 3]);
    expect(places(await all(admin, '&group=DEV101'))).toEqual([0, 1, 5, 6, 7]);
    expect(places(await all(admin, `${at}&state=inactive`))).toEqual([4]);
    expect(places(await all(admin, `${at}&state=inactive&group=DEV301`))).toEqual([4]);
    expect((await all(admin, `${at}&kind=trainer`)).map(({ kind }) => kind)).toContain('trainer');
    expect(places(await all(admin, `${at}&kind=trainer`))).toEqual([]);
    const pages: PersonSeen[] = [];
    for (let after = ''; ;) {
      const { body } = await admin.get(`/v1/persons?first=2&kind=trainee${at}${after && `&after=${after}`}`);
      pages.push(...body.items);
      if (!(after = body.nextCursor ?? '')) break;
    }
    expect(places(pages)).toEqual([0, 1, 2, 3, 4]);
    const query = `{ persons(academyId: "${here!.id}", kind: TRAINEE, first: 3) {
      edges { node { id placements { academy { code } } } } pageInfo { hasNextPage endCursor } } }`;
    const { persons } = (await admin.graphql(query)).body.data;
    expect(persons.pageInfo.hasNextPage).toBe(true);
    expect(persons.edges.map(({ node }: { node: PersonSeen }) => node.id)).toEqual(
      pages.slice(0, 3).map(({ id }) => id),
    );
  });

  it('lies within an academy too, in parts', async () => {
    const query = `{ academy(id: "${here!.id}") { persons(first: 2) { id } rest: persons(first: 100) { id matricule } } }`;
    const { persons, rest } = (await admin.graphql(query)).body.data.academy;
    expect(persons).toEqual(rest.slice(0, 2).map(({ id }: PersonSeen) => ({ id })));
    expect(places(rest)).toEqual([0, 1, 2, 3, 4]);
    const stranger = await managerOf(near!);
    expect((await stranger.graphql(query)).body.data.academy).toEqual({ persons: [], rest: [] });
  });

  it('shows those within the scope of who asks', async () => {
    const director = admin.as(await tokens.of({ role: 'regional-director', regions: [here!.region] }));
    expect(places(await all(director))).toEqual([0, 1, 2, 3, 4, 5, 7]);
    expect(places(await all(await managerOf(near!)))).toEqual([5, 7]);
    expect(await all(await managerOf(near!), `&academyId=${here!.id}`)).toEqual([]);
    const [one] = await all(await managerOf(far!), '&kind=trainee');
    const candidate = admin.as(await tokens.of({ role: 'candidate', personId: one!.id }));
    expect((await all(candidate)).map(({ id }) => id)).toEqual([one!.id]);
    expect((await admin.as().get('/v1/persons')).status).toBe(401);
  });

  it('tells of no placement in a prison to those who are not shown it, by no cut either', async () => {
    const manager = await managerOf(here!);
    expect(JSON.stringify(await all(manager))).not.toContain(prison!.id);
    expect(await all(manager, '&state=active&group=CELL1')).toEqual([]);
    const within = await manager.graphql(
      `{ academy(id: "${here!.id}") { persons(first: 100) { placements { academyId } } } }`,
    );
    expect(within.body.data.academy.persons.length).toBeGreaterThan(4);
    expect(JSON.stringify(within.body)).not.toContain(prison!.id);
    expect(JSON.stringify(await all(admin, `&academyId=${here!.id}`))).toContain(prison!.id);
  });

  it('refuses the cursor of another list, and of another cut of its own', async () => {
    const { nextCursor } = (await admin.get('/v1/persons?first=1')).body;
    const rooms = (await admin.get('/v1/rooms?first=1')).body.nextCursor;
    const refused = {
      status: 422,
      body: { code: 'INVALID_INPUT', errors: [{ path: 'after', code: 'invalid_cursor' }] },
    };
    expect(await admin.get(`/v1/persons?kind=trainee&after=${nextCursor}`)).toMatchObject(refused);
    expect(await admin.get(`/v1/persons?after=${rooms}`)).toMatchObject(refused);
  });
});

describe('the search of persons', () => {
  it('takes up to 500 matricules or ids, and shows those of them who are visible', async () => {
    const search = async (by: Api, body: object) => (await by.post('/v1/persons/search', body)).body;
    const found: PersonSeen[] = (await search(admin, { matricules: [...matricules, newMatricule()] })).items;
    expect(places(found)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const ids = found.map(({ id }) => id);
    expect(places((await search(admin, { ids })).items)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const manager = await managerOf(here!);
    expect(places((await search(manager, { ids })).items)).toEqual([0, 1, 2, 3, 4]);
    expect(places((await search(manager, { matricules })).items)).toEqual([0, 1, 2, 3, 4]);
  });

  it('is in exactly one of its ways', async () => {
    const fault = async (body: object) => (await admin.post('/v1/persons/search', body)).body.errors[0].code;
    const ids = [stableId('test', 'somebody')];
    expect(await fault({ matricules, ids })).toBe('exactly_one');
    expect((await admin.post('/v1/persons/search', {})).body.errors[0].message).toMatch(/^un seul parmi matricule, /);
    expect(await fault({ matricule: matricules[0], matricules })).toBe('exactly_one');
    expect(await fault({ ids, name: 'TAZI', birthDate: '2005-02-01' })).toBe('exactly_one');
    expect(await fault({ ids: [] })).toBe('too_small');
    expect(await fault({ ids: Array.from({ length: 501 }, (_, place) => stableId('test', String(place))) })).toBe(
      'too_big',
    );
  });
});

describe('a page of the list, in an academy of 100,000', () => {
  // However long a crowd takes to be written: what is measured are reads.
  const write = (statement: Sql) =>
    database.db.asActor(actorOf('system'), async (tx) => {
      await tx.query(sql`select set_config('statement_timeout', '0', true)`);
      await tx.query(statement);
    });
  let crowd: string;

  beforeAll(async () => {
    crowd = near!.id;
    await write(sql`
      insert into person(kind, matricule, family_fr, given_fr, academy_id, region, created_by)
      select 'trainee', '99' || lpad(nth::text, 11, '0'), 'TAZI', 'Salma', ${crowd}, ${near!.region}, 'test'
      from generate_series(1, 100000) nth`);
    await write(sql`insert into placement(person_id, academy_id, region, group_code, year)
      select id, academy_id, region, 'G' || (row_number() over () / 30), 1 from person where created_by = 'test'`);
    await write(sql`analyze person, placement`);
  }, 120_000);

  const managed = () => actorOf('academy-manager', { academies: [crowd] });
  const directed = () => actorOf('regional-director', { regions: [near!.region] });
  const everything = () => actorOf('programme-admin');

  it('costs six statements at most in the graph, with all placements and their academies', async () => {
    const query = `{ persons(academyId: "${crowd}", first: 100) {
      edges { node { id academy { code } placements { group { code } academy { code name { fr } } } } } } }`;
    let edges: unknown[] = [];
    const sent = await readsOf(database.db, async () => (edges = (await admin.graphql(query)).body.data.persons.edges));
    expect(edges).toHaveLength(100);
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.length).toBeLessThanOrEqual(6);
  });

  it.each([
    ['as it is', {}, everything],
    ['of those who have left', { state: 'inactive' }, everything],
    ['of trainers', { kind: 'trainer' }, everything],
    ['of a group', { group: 'G7' }, everything],
    ['of trainees who are here', { kind: 'trainee', state: 'active' }, everything],
    ['to its manager', {}, managed],
    ['to its manager, who says no academy', { academyId: undefined }, managed],
    ['to the director of its region, who says no academy', { academyId: undefined }, directed],
    ['of all academies', { academyId: undefined }, everything],
  ])('is one statement that reads no more than the page, %s', async (_, cut, who) => {
    const handler = running.get(FindPersonsHandler);
    const asked = FindPersons.parse({ academyId: crowd, first: 100, ...cut });
    const spied = await readsOf(database.db, () => handler.find(who(), asked));
    expect(spied).toHaveLength(1);
    const { blocks, scanned } = await planOf(database.db, spied[0]!);
    expect(blocks).toBeLessThan(1_000);
    expect(scanned).not.toContain('person');
  });
});
