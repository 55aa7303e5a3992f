import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import { person as published } from '@takwin/contracts/events/academies';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf, type apiOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { RunImportHandler } from '../rosters/run-import.js';
import { academiesService } from '../testing/academies-service.js';
import { fileOf, newMatricule, rowOf } from '../testing/konosys-file.js';
import { CinVault } from './cin.js';

type Api = ReturnType<typeof apiOf>;
type AcademySeen = { id: string; code: string; region: string };
type PersonSeen = { id: string; matricule: string; confirmed: boolean };

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);
let [here, far]: AcademySeen[] = [];
/** Of the academy, of its region, of another region, and a machine that delivers rosters. */
let [manager, director, elsewhere, feed]: Api[] = [];
/** Two roles of one subject. */
let [managing, directing]: Api[] = [];

beforeAll(async () => {
  const all: AcademySeen[] = (await admin.get('/v1/academies?first=100&profile=ordinary')).body.items;
  here = all[0]!;
  far = all.find(({ region }) => region !== here!.region)!;
  const as = async (role: string, about: object): Promise<Api> =>
    admin.as(await tokens.of({ role, ...about } as never));
  manager = await as('academy-manager', { subject: 'a manager', academies: [here.id] });
  director = await as('regional-director', { subject: 'a director', regions: [here.region] });
  elsewhere = await as('regional-director', { subject: 'another director', regions: [far.region] });
  feed = await as('integrator', { subject: 'konosys', scopes: ['AcceptImport', 'RegisterPerson'] });
  managing = await as('academy-manager', { subject: 'somebody with two', academies: [here.id] });
  directing = await as('regional-director', { subject: 'somebody with two', regions: [here.region] });
});

let made = 0;
const someone = () => ({ family: `SEBTI ${inLetters(++made)}`, given: 'Nadia' });
const register = async (as: Api, about: object = {}) => {
  const command = { kind: 'trainee', academyId: here!.id, birthDate: '2004-05-06', name: someone(), ...about };
  const { status, body } = await as.post('/v1/persons', command);
  expect(status).toBe(201);
  return body;
};
const personOf = async (id: string) => (await admin.get(`/v1/persons/${id}`)).body;
const found = async (matricule: string) => (await admin.post('/v1/persons/search', { matricule })).body.items[0];
const confirm = (as: Api, id: string, version?: number) =>
  as.post(`/v1/persons/${id}/confirm`, undefined, version ? { headers: { 'if-match': `"${version}"` } } : {});

/** What was told of a person, oldest first: version, and what is confirmed. */
const toldOf = (id: string) =>
  database.db.readAs(actorOf('system'), async (tx) => {
    const rows = await tx.query<{ told: string }>(sql`
      select concat_ws(' ', type, change ->> 'v', change #>> '{d,confirmed}', change #>> '{d,birthDateConfirmed}') as told
      from event_new, jsonb_array_elements(body -> 'changes') change where change ->> 's' = ${id} order by id`);
    return rows.map(({ told }) => told);
  });

const NAMED = { Nom: 'LAHLOU', Prenom: 'Omar', DateNaissance: '07/08/2005' };
const namesake = () => ({ ...NAMED, MatriculeEtudiant: newMatricule(), Prenom: `Omar ${inLetters(++made)}` });

async function send(as: Api, rows: string[], dryRun = false): Promise<string> {
  const headers = { 'content-type': 'text/csv' };
  const { body } = await as.post(`/v1/imports?kind=konosys&dryRun=${dryRun}`, fileOf(...rows), { headers });
  return body.id;
}
const work = (id: string) => new RunImportHandler(database.db, running.get(CinVault)).run(id);
async function take(as: Api, rows: string[], dryRun = false) {
  const id = await send(as, rows, dryRun);
  await work(id);
  return (await admin.get(`/v1/imports/${id}`)).body;
}
const confirmImport = (as: Api, id: string) => as.post(`/v1/imports/${id}/confirm`);

describe('a person whom an academy alone states', () => {
  it('is not confirmed, and everyone who follows is told so; whom another states is confirmed at once', async () => {
    const stated = await register(manager!);
    expect(stated).toMatchObject({ confirmed: false, birthDateConfirmed: false, confirmation: null });
    expect(await toldOf(stated.id)).toEqual(['PersonRegistered 1 false false']);
    for (const [as, by, role] of [
      [director, 'a director', 'regional-director'],
      [feed, 'konosys', 'integrator'],
    ] as const) {
      const known = await register(as!);
      expect(known).toMatchObject({ confirmed: true, birthDateConfirmed: true, confirmation: { by, as: role } });
      expect(await toldOf(known.id)).toEqual(['PersonRegistered 1 true true']);
    }
  });

  it('is confirmed by the region or the programme, and stays so when it is said again', async () => {
    const { id } = await register(manager!);
    const confirmed = await confirm(director!, id, 1);
    const confirmation = {
      by: 'a director',
      as: 'regional-director',
      at: database.clock.now().toISOString(),
      importId: null,
    };
    expect(confirmed).toMatchObject({
      status: 200,
      body: { confirmed: true, birthDateConfirmed: true, confirmation, version: 2 },
    });
    expect((await confirm(admin, id)).body).toMatchObject({ confirmation, version: 2 });
    expect(await toldOf(id)).toEqual(['PersonRegistered 1 false false', 'PersonChanged 2 true true']);
  });

  it('is confirmed once by two who do so at once', async () => {
    const { id } = await register(manager!);
    const both = await Promise.all([confirm(director!, id), confirm(admin, id)]);
    expect(both.map(({ status, body }) => [status, body.version])).toEqual([
      [200, 2],
      [200, 2],
    ]);
    expect(await toldOf(id)).toHaveLength(2);
  });

  it('is confirmed through the graph as well', async () => {
    const { id } = await register(manager!);
    const query = `mutation { confirmPerson(input: { id: "${id}" }) { confirmed birthDateConfirmed confirmation { by as } } }`;
    expect((await director!.graphql(query)).body.data.confirmPerson).toEqual({
      ...{ confirmed: true, birthDateConfirmed: true },
      confirmation: { by: 'a director', as: 'regional-director' },
    });
  });

  it('is not confirmed by an academy, another region, a machine that asks for it, or a version that was not read', async () => {
    const { id } = await register(manager!);
    const answers = [await confirm(manager!, id), await confirm(feed!, id), await confirm(elsewhere!, id)];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 404]);
    expect((await confirm(director!, id, 7)).body.code).toBe('VERSION_MISMATCH');
    expect(await personOf(id)).toMatchObject({ confirmed: false, version: 1 });
  });

  it('is not confirmed by who stated it, in whatever role, nor by the person', async () => {
    const { id } = await register(managing!);
    const own = admin.as(
      await tokens.of({ role: 'regional-director', regions: [here!.region], personId: id } as never),
    );
    for (const as of [directing!, own])
      expect(await confirm(as, id)).toMatchObject({ status: 403, body: { code: 'CONFIRMATION_NEEDS_ANOTHER' } });
    expect(await personOf(id)).toMatchObject({ confirmed: false, version: 1 });
    const known = await register(manager!);
    await admin
      .as(await tokens.of({ role: 'academy-manager', subject: 'somebody with two', academies: [here!.id] }))
      .patch(`/v1/persons/${known.id}`, { matricule: newMatricule() }, { headers: { 'if-match': '"1"' } });
    expect((await confirm(directing!, known.id)).body.code).toBe('CONFIRMATION_NEEDS_ANOTHER');
  });

  it('is not confirmed by the human who stated it, by a token of another subject that names the same person', async () => {
    const personId = (await register(admin)).id;
    const as = async (role: string, subject: string, about: object): Promise<Api> =>
      admin.as(await tokens.of({ role, subject, personId, ...about } as never));
    const { id } = await register(await as('academy-manager', 'one card', { academies: [here!.id] }));
    const other = await as('regional-director', 'another card', { regions: [here!.region] });
    expect((await confirm(other, id)).body.code).toBe('CONFIRMATION_NEEDS_ANOTHER');
    expect((await confirm(director!, id)).status).toBe(200);
  });

  it('is found by the region whose it is, and by what somebody else has said no more', async () => {
    const [waits, known] = [await register(manager!), await register(manager!)];
    await confirm(director!, known.id);
    const listed = async (as: Api, confirmed: boolean): Promise<string[]> =>
      (await as.get(`/v1/persons?academyId=${here!.id}&confirmed=${confirmed}&first=100`)).body.items.map(
        ({ id }: PersonSeen) => id,
      );
    expect(await listed(director!, false)).toContain(waits.id);
    expect(await listed(director!, false)).not.toContain(known.id);
    expect(await listed(director!, true)).toContain(known.id);
    expect(await listed(elsewhere!, false)).toEqual([]);
    const query = `{ persons(academyId: "${here!.id}", confirmed: false, first: 100) { edges { node { id } } } }`;
    const answer = await director!.graphql(query);
    expect(answer.body.errors).toBeUndefined();
    const { edges } = answer.body.data.persons;
    expect(edges.map(({ node }: { node: PersonSeen }) => node.id)).toContain(waits.id);
  });
});

describe('what an academy says of somebody who is confirmed', () => {
  it('is a spelling, or waits itself: a birth date that nobody knew', async () => {
    const { id, name: _ } = await register(director!, { birthDate: undefined });
    const change = (as: Api, to: object, version: number) =>
      as.patch(`/v1/persons/${id}`, to, { headers: { 'if-match': `"${version}"` } });
    expect((await change(manager!, { birthDate: '1990-01-01' }, 1)).body).toMatchObject({
      ...{ confirmed: true, birthDateConfirmed: false, birthDate: '1990-01-01' },
    });
    expect((await change(manager!, { birthDate: '1989-01-01' }, 2)).body.code).toBe('FORBIDDEN');
    expect((await change(manager!, { name: { family: 'BENJELLOUN', given: 'Rachid' } }, 2)).body.code).toBe(
      'FORBIDDEN',
    );
    expect((await director!.get(`/v1/persons?confirmed=false&first=100`)).body.items).toContainEqual(
      expect.objectContaining({ id }),
    );
    expect((await change(director!, { birthDate: '1990-01-01' }, 2)).body).toMatchObject({
      ...{ birthDateConfirmed: true, version: 3 },
    });
    expect(await toldOf(id)).toEqual([
      'PersonRegistered 1 true true',
      'PersonChanged 2 true false',
      'PersonChanged 3 true true',
    ]);
  });

  it('waits likewise where its roster says the birth date, until somebody else’s does', async () => {
    const matricule = newMatricule();
    const name = { family: 'LAHLOU', given: `Omar ${inLetters(++made)}` };
    const { id } = await register(admin, { name, matricule, birthDate: undefined });
    const row = rowOf({ ...NAMED, Prenom: name.given, MatriculeEtudiant: matricule, Site: here!.code });
    expect(await take(manager!, [row])).toMatchObject({ accepted: 1, unconfirmed: 1, changes: 1 });
    expect(await personOf(id)).toMatchObject({ confirmed: true, birthDateConfirmed: false });
    expect(await take(feed!, [row])).toMatchObject({ accepted: 1, unconfirmed: 0, changes: 1 });
    expect(await personOf(id)).toMatchObject({ confirmed: true, birthDateConfirmed: true });
  });
});

describe('the roster of an academy', () => {
  it('tells how many persons wait to be confirmed, tried dry too, and changes nothing when it is sent again', async () => {
    const rows = [rowOf({ ...namesake(), Site: here!.code }), rowOf({ ...namesake(), Site: here!.code })];
    expect(await take(manager!, rows, true)).toMatchObject({ persons: 2, unconfirmed: 2 });
    expect(await take(manager!, rows)).toMatchObject({ persons: 2, unconfirmed: 2, changes: 2 });
    expect(await take(manager!, rows)).toMatchObject({ persons: 2, unconfirmed: 2, changes: 0 });
  });

  it('tried dry by the region tells the same of who is known elsewhere and of who is nobody', async () => {
    const name = someone();
    const cin = `CF${String(++made).padStart(5, '0')}`;
    const there = { academyId: far!.id, cin, name };
    const { matricule } = await register(elsewhere!, { ...there, matricule: newMatricule(), name: someone() });
    await register(elsewhere!, { academyId: far!.id, name });
    const mine = namesake();
    await take(manager!, [rowOf({ ...mine, Site: here!.code })]);
    const known = [
      { ...namesake(), MatriculeEtudiant: matricule },
      { ...namesake(), CIN: cin },
      { ...namesake(), Nom: name.family, Prenom: name.given, DateNaissance: '06/05/2004' },
      { ...mine, CIN: cin },
    ];
    const free = [namesake(), { ...namesake(), CIN: 'CF99999' }, namesake(), { ...mine, CIN: 'CF99998' }];
    for (const [number, cells] of known.entries()) {
      const tried = await take(director!, [rowOf({ ...cells, Site: here!.code })], true);
      expect(tried).toMatchObject({ accepted: 1, unconfirmed: 0 });
      const of = await take(director!, [rowOf({ ...free[number]!, Site: here!.code })], true);
      expect({ ...tried, id: null, createdAt: null }).toEqual({ ...of, id: null, createdAt: null });
    }
    expect(await take(director!, [rowOf({ ...known[0]!, Site: here!.code })])).toMatchObject({ unconfirmed: 1 });
  });

  it('is confirmed whole by the region, once', async () => {
    const people = [namesake(), namesake()];
    const { id } = await take(
      manager!,
      people.map((one) => rowOf({ ...one, Site: here!.code })),
    );
    expect((await confirmImport(elsewhere!, id)).status).toBe(404);
    expect((await confirmImport(manager!, id)).status).toBe(403);
    const listed = (await director!.get(`/v1/persons?importId=${id}&confirmed=false`)).body.items;
    expect(listed).toHaveLength(2);
    expect(await confirmImport(director!, id)).toMatchObject({
      ...{ status: 200, body: { importId: id, confirmed: 2, unconfirmed: 0 } },
    });
    expect(await found(people[0]!.MatriculeEtudiant)).toMatchObject({
      ...{ confirmed: true, birthDateConfirmed: true, confirmation: { by: 'a director', importId: id } },
    });
    const query = `mutation { confirmImport(input: { id: "${id}" }) { confirmed unconfirmed } }`;
    expect((await director!.graphql(query)).body.data.confirmImport).toEqual({ confirmed: 0, unconfirmed: 0 });
  });

  it('is not confirmed by who sent it, nor for another region', async () => {
    const both = admin.as(
      await tokens.of({ role: 'academy-manager', subject: 'of two academies', academies: [here!.id, far!.id] }),
    );
    const rows = [rowOf({ ...namesake(), Site: here!.code }), rowOf({ ...namesake(), Site: far!.code })];
    const { id } = await take(both, rows);
    const same = admin.as(
      await tokens.of({ role: 'regional-director', subject: 'of two academies', regions: [here!.region] }),
    );
    expect(await confirmImport(same, id)).toMatchObject({ status: 403, body: { code: 'CONFIRMATION_NEEDS_ANOTHER' } });
    expect((await confirmImport(director!, id)).body).toMatchObject({ confirmed: 1, unconfirmed: 0 });
    expect((await confirmImport(elsewhere!, id)).body).toMatchObject({ confirmed: 1, unconfirmed: 0 });
  });

  it('confirms nobody by being confirmed before it is worked', async () => {
    const id = await send(manager!, [rowOf({ ...namesake(), Site: here!.code })]);
    expect((await confirmImport(director!, id)).status).toBe(404);
    await work(id);
    expect((await confirmImport(director!, id)).body).toMatchObject({ confirmed: 1 });
  });

  it('is borne out by a row of somebody else that says the same person, and not by another of that number', async () => {
    const [one, other] = [namesake(), namesake()];
    await take(manager!, [rowOf({ ...one, Site: here!.code }), rowOf({ ...other, Site: here!.code })]);
    const same = rowOf({ ...one, Site: here!.code });
    const another = rowOf({ ...other, DateNaissance: '01/01/2001', Site: here!.code });
    const { id } = await found(other.MatriculeEtudiant);
    expect(await take(feed!, [same, another])).toMatchObject({ accepted: 2, unconfirmed: 0, changes: 2 });
    expect(await found(one.MatriculeEtudiant)).toMatchObject({
      ...{ confirmed: true, confirmation: { by: 'konosys', as: 'integrator' } },
    });
    expect((await admin.get(`/v1/persons/${id}`)).body).toMatchObject({ confirmed: false });
    expect(await take(feed!, [same])).toMatchObject({ changes: 0 });
  });

  it('is not borne out by the same hand in another role', async () => {
    const one = namesake();
    await take(managing!, [rowOf({ ...one, Site: here!.code })]);
    expect(await take(directing!, [rowOf({ ...one, Site: here!.code })])).toMatchObject({
      accepted: 1,
      unconfirmed: 1,
    });
    expect(await found(one.MatriculeEtudiant)).toMatchObject({ confirmed: false });
  });

  it('leaves one person who is confirmed, whichever of its file and the feed’s comes first', async () => {
    const people = Array.from({ length: 5 }, namesake);
    const rows = people.map((one) => rowOf({ ...one, Site: here!.code }));
    const ids = [await send(manager!, rows), await send(feed!, rows)];
    await Promise.all(ids.map(work));
    for (const { MatriculeEtudiant } of people)
      expect(await found(MatriculeEtudiant)).toMatchObject({ confirmed: true, birthDateConfirmed: true });
  });

  it('and the list and the confirmation of it meet at once: nobody is told of twice', async () => {
    const one = namesake();
    const { id } = await take(manager!, [rowOf({ ...one, Site: here!.code })]);
    const answers = await Promise.all([confirmImport(director!, id), confirmImport(admin, id)]);
    expect(answers.map(({ body }) => body.confirmed).sort()).toEqual([0, 1]);
    const { id: personId } = await found(one.MatriculeEtudiant);
    expect(await toldOf(personId)).toEqual(['PersonRegistered 1 false false', 'PersonChanged 2 true true']);
  });
});

describe('persons of before it was told who is confirmed', () => {
  it('count as confirmed, in the register and in what was told of them', async () => {
    const { id } = await register(manager!);
    const [row] = await database.db.readAs(actorOf('system'), (tx) =>
      tx.query<{ state: Record<string, unknown> }>(sql`
        select change -> 'd' as state from event_new, jsonb_array_elements(body -> 'changes') change where change ->> 's' = ${id}`),
    );
    const { confirmed: _, birthDateConfirmed: __, ...before } = row!.state;
    expect(published.state.parse(before)).toMatchObject({ confirmed: true, birthDateConfirmed: true });
    const written = await database.db.asActor(actorOf('system'), (tx) =>
      tx.one<{ id: string }>(sql`
        insert into person(kind, family_fr, given_fr, academy_id, region, created_by)
        values ('trainee', 'OF', 'Before', ${here!.id}, ${here!.region}, 'the release before') returning id`),
    );
    expect(await personOf(written!.id)).toMatchObject({
      confirmed: true,
      birthDateConfirmed: true,
      confirmation: null,
    });
  });
});
