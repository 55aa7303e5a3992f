import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import { actorOf, type apiOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { CinVault } from '../persons/cin.js';
import { RunImportHandler } from '../rosters/run-import.js';
import { academiesService } from '../testing/academies-service.js';
import { fileOf, newMatricule, rowOf } from '../testing/konosys-file.js';

type Api = ReturnType<typeof apiOf>;
type AcademySeen = { id: string; code: string; region: string };

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);
const TODAY = database.clock.now();
afterEach(() => database.clock.set(TODAY.toISOString()));
/** Two academies of one region, one of another. */
let [here, near, far]: AcademySeen[] = [];
/** The manager of `here` and of `near`, the director of their region, another one, and one of elsewhere. */
let [mine, nears, director, second, elsewhere]: Api[] = [];

beforeAll(async () => {
  const all: AcademySeen[] = (await admin.get('/v1/academies?first=100&profile=ordinary')).body.items;
  here = all[0]!;
  near = all.find(({ id, region }) => id !== here!.id && region === here!.region)!;
  far = all.find(({ region }) => region !== here!.region)!;
  const as = async (role: string, subject: string, about: object) =>
    admin.as(await tokens.of({ role, subject, ...about } as never));
  mine = await as('academy-manager', 'manager here', { academies: [here.id] });
  nears = await as('academy-manager', 'manager near', { academies: [near.id] });
  director = await as('regional-director', 'who states', { regions: [here.region] });
  second = await as('regional-director', 'who merges', { regions: [here.region] });
  elsewhere = await as('regional-director', 'of elsewhere', { regions: [far.region] });
});

let made = 0;
const BORN = '2004-05-06';
const someone = () => ({ family: 'MERGED', given: `Hind ${inLetters(++made)}` });
const cin = () => `MG${String(++made).padStart(5, '0')}`;
const register = async (as: Api, { id }: AcademySeen, about: object = {}) => {
  const { status, body } = await as.post('/v1/persons', {
    ...{ kind: 'trainee', academyId: id, birthDate: BORN, name: someone(), ...about },
  });
  expect({ status, body }).toMatchObject({ status: 201 });
  return body as { id: string; name: { fr: string } };
};
const why = { reason: 'Registered twice', document: 'DR-04/2026/118' };
const merge = (as: Api, id: string, into: string) => as.post(`/v1/persons/${id}/merge`, { into, ...why });
/** As an official corrects who somebody is: what was said, by a document. */
const correct = async (as: Api, id: string, to: object) => {
  const { version } = await one(id, as);
  return as.patch(`/v1/persons/${id}/identity`, { ...to, ...why }, { headers: { 'if-match': `"${version}"` } });
};
const undo = (as: Api, id: string) => as.post(`/v1/merges/${id}/undo`, { reason: 'Two cousins' });
const one = async (id: string, as: Api = second!) => (await as.get(`/v1/persons/${id}`)).body;
/** Two confirmed records of one person: one here with a matricule, one near with a card; of one name and birth date. */
async function twins({ a = {} as object, b = {} as object } = {}): Promise<[string, string]> {
  const name = someone();
  const first = await register(director!, here!, { name, matricule: newMatricule(), group: 'DEV101', year: 1, ...a });
  const distinctFrom = { personIds: [first.id], reason: 'said to be another' };
  const other = await register(director!, near!, { name, cin: cin(), group: 'DEV201', year: 2, distinctFrom, ...b });
  return [first.id, other.id];
}
const eventsOf = (...ids: string[]) =>
  database.db.readAs(actorOf('system'), (tx) =>
    tx.query<{ type: string; id: string; into: string | null; version: number }>(sql`
      select type, change ->> 's' as id, change #>> '{d,mergedInto}' as into, (change ->> 'v')::int as version
      from event_new, jsonb_array_elements(body -> 'changes') change where change ->> 's' = any(${ids}) order by id`),
  );

describe('two records of one person', () => {
  it('become one by a decision with its reason and document, where both ids answer', async () => {
    const [goes, stays] = await twins();
    const [before, after] = [await one(goes), await one(stays)];
    const { status, body } = await merge(second!, goes, stays);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { mergedId: goes, personId: stays, state: 'standing', ...why, decidedBy: 'who merges', claimId: null },
    });
    const person = await one(stays);
    expect(person).toMatchObject({
      matricule: before.matricule,
      birthDate: BORN,
      confirmed: true,
      academyId: here!.id,
    });
    expect(person.placements.map((l: { state: string }) => l.state)).toEqual(['ended', 'active']);
    expect(await one(goes)).toEqual(person);
    expect(await eventsOf(goes, stays)).toEqual(
      expect.arrayContaining([
        { type: 'PersonMerged', id: goes, into: stays, version: before.version + 1 },
        { type: 'PersonChanged', id: stays, into: null, version: after.version + 1 },
      ]),
    );
  });

  it('are told in a register to who may read both, at both doors', async () => {
    const [goes, stays] = await twins();
    const { id } = (await merge(second!, goes, stays)).body;
    for (const as of [second!, admin])
      expect((await as.get(`/v1/merges?personId=${goes}`)).body.items).toMatchObject([{ id, personId: stays }]);
    const query = `{ merge(id: "${id}") { state person { id } } merges(personId: "${stays}") { edges { node { id } } } }`;
    expect((await director!.graphql(query)).body.data).toEqual({
      merge: { state: 'STANDING', person: { id: stays } },
      merges: { edges: [{ node: { id } }] },
    });
    expect((await elsewhere!.get(`/v1/merges/${id}`)).status).toBe(404);
    expect((await elsewhere!.get('/v1/merges')).body.items).toEqual([]);
    expect((await mine!.get(`/v1/merges/${id}`)).status).toBe(403);
  });

  it('stay two where both numbers or birth dates differ, until one is corrected, and where nothing says that they are one', async () => {
    const [goes, stays] = await twins({ b: { matricule: newMatricule() } });
    const refused = async (by?: string) =>
      expect(await merge(second!, goes, stays)).toMatchObject({
        status: 409,
        body: by ? { code: 'PERSONS_DIFFER', by } : { code: 'MERGE_LACKS_EVIDENCE' },
      });
    await refused('matricule');
    const [a, b] = await twins({ a: { cin: cin() } });
    expect((await merge(second!, a, b)).body).toMatchObject({ code: 'PERSONS_DIFFER', by: 'cin' });
    const [c, d] = await twins({ b: { birthDate: '2003-01-02' } });
    expect((await merge(second!, c, d)).body).toMatchObject({ code: 'PERSONS_DIFFER', by: 'birthDate' });
    expect((await correct(second!, d, { birthDate: BORN })).status).toBe(200);
    expect((await merge(second!, c, d)).status).toBe(200);
    const [e, f] = [await register(director!, here!), await register(director!, here!)];
    expect((await merge(second!, e.id, f.id)).body.code).toBe('MERGE_LACKS_EVIDENCE');
  });

  it('are merged by nobody who stated one of them, is the person, or may not read both', async () => {
    const [goes, stays] = await twins();
    expect(await merge(director!, goes, stays)).toMatchObject({ status: 403, body: { code: 'MERGE_NEEDS_ANOTHER' } });
    const same = admin.as(
      await tokens.of({ role: 'regional-director', subject: 'themselves', regions: [here!.region], personId: stays }),
    );
    expect((await merge(same, goes, stays)).body.code).toBe('MERGE_NEEDS_ANOTHER');
    expect((await merge(mine!, goes, stays)).status).toBe(403);
    const away = await register(elsewhere!, far!);
    for (const into of [away.id, '018f2b6c-5d1e-7a3b-9c4d-2e6f8a0b1c3d'])
      expect(await merge(second!, goes, into)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect((await merge(second!, goes, goes)).body.code).toBe('PERSONS_ARE_ONE');
    expect((await merge(admin, goes, stays)).status).toBe(200);
    expect((await merge(admin, goes, stays)).body.code).toBe('PERSONS_ARE_ONE');
  });

  it('of whom one alone is confirmed become that one, and the claim between them is decided', async () => {
    const name = someone();
    const [matricule, card] = [newMatricule(), cin()];
    const known = await register(director!, here!, { name, matricule, cin: card });
    const own = await register(nears!, near!, { name: someone(), matricule });
    expect((await merge(second!, known.id, own.id)).body).toMatchObject({ mergedId: own.id, personId: known.id });
    expect((await admin.get(`/v1/claims?personId=${known.id}`)).body.items).toMatchObject([
      { state: 'accepted', decidedBy: 'who merges' },
    ]);
  });
});

describe('a merge that is undone', () => {
  it('is so by nobody who is the person, known by the id that went or by the one that stayed', async () => {
    const [goes, stays] = await twins();
    const { id } = (await merge(second!, goes, stays)).body;
    const wasOf = async (personId: string): Promise<Api> => {
      const subject = `who was known as ${personId}`;
      const self = admin.as(await tokens.of({ role: 'candidate', subject, personId }));
      await self.post('/v1/correction-requests', { personId, birthDate: '2003-05-05', reason: 'Mine' });
      return admin.as(await tokens.of({ role: 'programme-admin', subject }));
    };
    for (const own of [await wasOf(stays), await wasOf(goes)])
      expect(await undo(own, id)).toMatchObject({ status: 403, body: { code: 'MERGE_NEEDS_ANOTHER' } });
    expect((await undo(admin, id)).body.state).toBe('undone');
  });

  it('leaves each with what it had, and what was stated since with who stayed', async () => {
    const [goes, stays] = await twins();
    const [a, b] = [await one(goes), await one(stays)];
    const { id } = (await merge(second!, goes, stays)).body;
    expect((await correct(second!, goes, { name: { family: 'SINCE', given: 'Stated' } })).body.id).toBe(stays);
    const { status, body } = await undo(second!, id);
    expect({ status, body }).toMatchObject({ status: 200, body: { state: 'undone', undoneBecause: 'Two cousins' } });
    const [back, kept] = [await one(goes), await one(stays)];
    expect({ ...back, version: 0 }).toEqual({ ...a, version: 0 });
    const before = { version: 0, name: b.name, nameCorrectedAt: null, placements: [] };
    expect({ ...kept, ...before }).toEqual({ ...b, ...before });
    expect(kept.name.fr).toBe('Stated SINCE');
    expect(kept.placements).toEqual(b.placements);
    expect((await second!.post('/v1/persons/search', { matricule: a.matricule })).body.items).toMatchObject([
      { id: goes },
    ]);
    const told = await eventsOf(goes);
    expect(told.at(-1)).toEqual({ type: 'PersonParted', id: goes, into: null, version: back.version });
    expect(told.map(({ version }) => version)).toEqual([...told.map(({ version }) => version)].sort((x, y) => x - y));
    expect((await undo(second!, id)).body.code).toBe('MERGE_IS_UNDONE');
    expect((await merge(second!, goes, stays)).body.code).toBe('MERGE_LACKS_EVIDENCE');
  });

  it('is refused after its time, by who may not read both, and beneath another one', async () => {
    const [first, middle] = await twins();
    const { id, undoableUntil } = (await merge(second!, first, middle)).body;
    const card = (await register(director!, here!, { name: someone(), birthDate: undefined })).id;
    const { name } = await one(middle);
    const [given, family] = [name.fr.slice(0, -7), 'MERGED'];
    expect(
      (
        await correct(director!, card, {
          name: { given, family },
          birthDate: BORN,
          distinctFrom: { personIds: [middle], reason: 'two' },
        })
      ).status,
    ).toBe(200);
    const later = (await merge(second!, middle, card)).body;
    expect(later).toMatchObject({ personId: card });
    expect(await one(first)).toMatchObject({ id: card });
    expect((await undo(second!, id)).body).toMatchObject({ code: 'MERGE_IS_BUILT_UPON', mergeId: later.id });
    expect((await undo(elsewhere!, later.id)).status).toBe(404);
    expect((await undo(second!, later.id)).status).toBe(200);
    expect(await one(first)).toMatchObject({ id: middle });
    database.clock.set(new Date(Date.parse(`${undoableUntil}T12:00:00Z`) + 86_400_000).toISOString());
    expect((await undo(second!, id)).body).toMatchObject({ code: 'MERGE_IS_OLD', undoableUntil });
  });

  it('refuses the claim by which it came about', async () => {
    const matricule = newMatricule();
    const known = await register(elsewhere!, far!, { matricule });
    const own = await register(mine!, here!, { name: someone(), matricule });
    const [claim] = (await elsewhere!.get(`/v1/claims?personId=${known.id}`)).body.items;
    expect((await elsewhere!.post(`/v1/claims/${claim.id}/accept`)).status).toBe(200);
    const [{ id, reason }] = (await admin.get(`/v1/merges?personId=${own.id}`)).body.items;
    expect(reason).toBeNull();
    expect((await undo(admin, id)).status).toBe(200);
    expect((await admin.get(`/v1/claims/${claim.id}`)).body).toMatchObject({ state: 'refused', reason: 'Two cousins' });
    expect(await one(own.id, mine!)).toMatchObject({ id: own.id, confirmed: false, matricule, academyId: here!.id });
    expect(await one(known.id, elsewhere!)).toMatchObject({ id: known.id, academyId: far!.id, state: 'active' });
  });
});

describe('a claim that was accepted', () => {
  it('is shown to who did so, though that gave the person away, and to nobody else there', async () => {
    const matricule = newMatricule();
    const known = await register(elsewhere!, far!, { matricule });
    await register(mine!, here!, { name: someone(), matricule, group: 'DEV101', year: 1 });
    const about = { academies: [far!.id] };
    const manager = admin.as(
      await tokens.of({ role: 'academy-manager', subject: 'who gives away', ...about } as never),
    );
    const [claim] = (await manager.get(`/v1/claims?personId=${known.id}`)).body.items;
    expect((await manager.post(`/v1/claims/${claim.id}/accept`)).status).toBe(200);
    const { body } = await manager.get(`/v1/claims/${claim.id}`);
    expect(body).toMatchObject({ state: 'accepted', decidedBy: 'who gives away', personId: known.id });
    expect((await manager.get(`/v1/persons/${known.id}`)).status).toBe(404);
    expect((await manager.get(`/v1/claims?personId=${known.id}`)).body.items).toEqual([body]);
    expect((await elsewhere!.get(`/v1/claims/${claim.id}`)).status).toBe(404);
    expect((await elsewhere!.get(`/v1/claims?personId=${known.id}`)).body.items).toEqual([]);
  });
});

describe('a claim of somebody who is told apart', () => {
  it('shows both birth dates, and is accepted once they are the same', async () => {
    const matricule = newMatricule();
    const known = await register(elsewhere!, far!, { matricule });
    const own = await register(mine!, here!, { name: someone(), matricule, birthDate: '1980-01-01' });
    const [claim] = (await elsewhere!.get(`/v1/claims?personId=${known.id}`)).body.items;
    expect(claim).toMatchObject({ birthDate: '1980-01-01', knownBirthDate: BORN, version: 1 });
    const accept = (version?: number) =>
      elsewhere!.post(`/v1/claims/${claim.id}/accept`, undefined, {
        headers: version ? { 'if-match': `"${version}"` } : {},
      });
    expect(await accept()).toMatchObject({ status: 409, body: { code: 'PERSONS_DIFFER', by: 'birthDate' } });
    const query = `mutation { acceptClaim(input: { id: "${claim.id}" }) { state } }`;
    expect((await elsewhere!.graphql(query)).body.errors[0].extensions).toMatchObject({ code: 'PERSONS_DIFFER' });
    expect((await correct(director!, own.id, { birthDate: BORN })).status).toBe(200);
    expect((await elsewhere!.get(`/v1/claims/${claim.id}`)).body).toMatchObject({ birthDate: BORN, version: 2 });
    expect((await accept(1)).body.code).toBe('VERSION_MISMATCH');
    expect((await accept(2)).body).toMatchObject({ state: 'accepted', birthDate: BORN, knownBirthDate: BORN });
  });

  it('is not told apart by a matricule that a correction has ended', async () => {
    const [was, name] = [newMatricule(), someone()];
    const known = await register(elsewhere!, far!, { matricule: was, name });
    const right = { ...why, matricule: newMatricule() };
    const ifMatch = { headers: { 'if-match': '"1"' } };
    expect((await elsewhere!.patch(`/v1/persons/${known.id}/identity`, right, ifMatch)).status).toBe(200);
    await register(mine!, here!, { matricule: was, name });
    const [claim] = (await elsewhere!.get(`/v1/claims?personId=${known.id}`)).body.items;
    expect((await elsewhere!.post(`/v1/claims/${claim.id}/accept`)).body.state).toBe('accepted');
  });

  it('is undone by the region that gave the person away, which reads the merge', async () => {
    const matricule = newMatricule();
    const known = await register(elsewhere!, far!, { matricule });
    await register(mine!, here!, { name: someone(), matricule });
    const [claim] = (await elsewhere!.get(`/v1/claims?personId=${known.id}`)).body.items;
    expect((await elsewhere!.post(`/v1/claims/${claim.id}/accept`)).status).toBe(200);
    const { items } = (await elsewhere!.get(`/v1/merges?personId=${known.id}`)).body;
    expect(items).toMatchObject([{ claimId: claim.id, state: 'standing' }]);
    expect((await elsewhere!.get(`/v1/merges/${items[0].id}`)).body).toEqual(items[0]);
    expect((await elsewhere!.get(`/v1/persons/${known.id}`)).status).toBe(404);
    expect((await elsewhere!.get(`/v1/claims/${claim.id}`)).body.knownBirthDate).toBeNull();
    expect((await undo(elsewhere!, items[0].id)).body).toMatchObject({ state: 'undone' });
    expect(await one(known.id, elsewhere!)).toMatchObject({ id: known.id, academyId: far!.id });
  });
});

describe('merges that race', () => {
  const ROUNDS = 8;
  const statusOf = ({ status }: { status: number }) => status;
  /** That each id answers with one record at most, whose alias is none. */
  async function standing(...ids: string[]): Promise<string[]> {
    const shown = await Promise.all(ids.map(async (id) => (await one(id, admin)).id as string));
    const rows = await database.db.readAs(actorOf('system'), (tx) =>
      tx.query<{ id: string }>(sql`
        select id from person where id = any(${ids}::uuid[]) and not exists (select from person_alias a where a.id = person.id)`),
    );
    expect([...new Set(shown)].sort()).toEqual(rows.map(({ id }) => id).sort());
    return shown;
  }

  it('of crossing pairs come one after the other', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [a, b] = await twins();
      const answers = await Promise.all([merge(second!, a, b), merge(admin, b, a)]);
      expect(answers.map(statusOf).sort()).toEqual([200, 409]);
      expect(new Set(await standing(a, b)).size).toBe(1);
    }
  });

  it('with an accept of the claim between the two', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const matricule = newMatricule();
      const known = await register(director!, here!, { matricule });
      const own = await register(nears!, near!, { name: someone(), matricule });
      const [claim] = (await admin.get(`/v1/claims?personId=${known.id}`)).body.items;
      const answers = await Promise.all([
        merge(second!, own.id, known.id),
        admin.post(`/v1/claims/${claim.id}/accept`),
      ]);
      expect(answers.map(statusOf).sort()).toEqual([200, 409]);
      expect(new Set(await standing(own.id, known.id))).toEqual(new Set([known.id]));
    }
  });

  it('with a roster that tells of the record that goes', async () => {
    const headers = { 'content-type': 'text/csv' };
    for (let round = 0; round < ROUNDS; round++) {
      const [a, b] = await twins();
      const { matricule, name } = await one(a);
      const rows = rowOf({
        ...{ MatriculeEtudiant: matricule, CIN: '', DateNaissance: '06/05/2004', Nom: 'MERGED' },
        ...{ Prenom: name.fr.slice(0, -7), Site: here!.code, Code: 'DEV109' },
      });
      const { body } = await mine!.post('/v1/imports?kind=konosys&dryRun=false', fileOf(rows), { headers });
      const [merged] = await Promise.all([
        merge(second!, a, b),
        new RunImportHandler(database.db, running.get(CinVault)).run(body.id),
      ]);
      expect(merged.status).toBe(200);
      expect(new Set(await standing(a, b))).toEqual(new Set([b]));
      const { placements } = await one(b, admin);
      expect(placements.map((l: { group: { code: string } }) => l.group.code)).toContain('DEV109');
      expect((await admin.post('/v1/persons/search', { matricule })).body.items).toHaveLength(1);
    }
  });
});
