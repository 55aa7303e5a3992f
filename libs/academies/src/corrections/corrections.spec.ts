import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import { actorOf, type apiOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { CinVault } from '../persons/cin.js';
import { RunImportHandler } from '../rosters/run-import.js';
import { academiesService } from '../testing/academies-service.js';
import { fileOf, newMatricule, rowOf } from '../testing/konosys-file.js';

type Api = ReturnType<typeof apiOf>;
type AcademySeen = { id: string; code: string; region: string };

const { database, running, tokens, admin, close } = await academiesService();
afterAll(close);
let [here, far]: AcademySeen[] = [];
let manager: Api;
let director: Api;

beforeAll(async () => {
  const all: AcademySeen[] = (await admin.get('/v1/academies?first=100&profile=ordinary')).body.items;
  here = all[0]!;
  far = all.find(({ region }) => region !== here!.region)!;
  manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [here.id] }));
  director = admin.as(await tokens.of({ role: 'regional-director', regions: [here.region] }));
});

const born = '2004-05-06';
const proof = { reason: 'The card was seen', document: 'DR-04/2026/118' };
let made = 0;
const family = () => `OUAZZANI ${inLetters(++made)}`;
const newCard = (): string => `ZC${700_000 + ++made}`;

/** Somebody of the academy, with a matricule of their own unless told. */
async function someone(about: object = {}) {
  const said = { matricule: newMatricule(), name: { family: family(), given: 'Salma' }, birthDate: born, ...about };
  const { status, body } = await admin.post('/v1/persons', { kind: 'trainee', academyId: here!.id, ...said });
  expect(status).toBe(201);
  return { ...said, id: body.id as string };
}
const correct = (id: string, to: object, as = director, version = 1) =>
  as.patch(`/v1/persons/${id}/identity`, { ...proof, ...to }, { headers: { 'if-match': `"${version}"` } });
const historyOf = async (id: string, as = admin) => (await as.get(`/v1/persons/${id}/corrections`)).body.items;

/** Sends a row of a roster: the reason for which it was rejected, or undefined. */
async function sent(cells: Record<string, string>, as = manager): Promise<string | undefined> {
  const file = fileOf(rowOf({ Site: here!.code, Prenom: 'Salma', DateNaissance: '06/05/2004', ...cells }));
  const { body } = await as.post('/v1/imports?kind=konosys', file, { headers: { 'content-type': 'text/csv' } });
  await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
  const { accepted, rejected } = (await as.get(`/v1/imports/${body.id}`)).body;
  expect(accepted + rejected).toBe(1);
  if (rejected === 0) return undefined;
  return String((await as.get(`/v1/imports/${body.id}/rejected.csv`)).body).match(/,2,([A-Z_]+),/)![1];
}

describe('an identity that was wrong', () => {
  it('is corrected whole by the region, and what it was is kept with what it became, why, by which document and by whom', async () => {
    const { id, matricule, name } = await someone({ cin: newCard() });
    const right = { family: family(), given: 'Salma', familyArabic: 'الوزاني', givenArabic: 'سلمى' };
    const other = newMatricule();
    const card = newCard();
    const corrected = await correct(id, { name: right, birthDate: '2003-05-06', matricule: other, cin: card });
    expect(corrected).toMatchObject({
      status: 200,
      body: { name: { fr: `Salma ${right.family}` }, birthDate: '2003-05-06', matricule: other, version: 2 },
    });
    expect(corrected.body.nameCorrectedAt).not.toBeNull();
    const history = await historyOf(id);
    expect(history).toMatchObject([
      {
        ...{ personId: id, corrected: ['name', 'birth-date', 'matricule', 'cin'], ...proof, version: 2 },
        was: { ...name, birthDate: born, matricule },
        became: { ...right, birthDate: '2003-05-06', matricule: other },
        as: 'regional-director',
      },
    ]);
    expect(history[0].by).toEqual(expect.any(String));
    expect(JSON.stringify([corrected.body, history])).not.toContain(card);
    expect((await admin.post('/v1/persons/search', { cin: card })).body.items).toMatchObject([{ id }]);
  });

  it('keeps both CINs sealed, so that the holder of the key alone reads them', async () => {
    const [before, after] = [newCard(), newCard()];
    const { id } = await someone({ cin: before });
    expect((await correct(id, { cin: after })).status).toBe(200);
    const [kept] = await database.db.readAs(actorOf('system'), (tx) =>
      tx.query<{ was: Buffer; now: Buffer; row: string }>(sql`
        select cin_sealed as was, now_cin_sealed as now, c::text as row from person_correction c where person_id = ${id}`),
    );
    const vault = running.get(CinVault);
    expect([kept!.was, kept!.now].map((sealed) => vault.open(sealed))).toEqual([before, after]);
    expect(kept!.row).not.toContain(before);
  });

  it('is corrected against the version that was read, with a reason, a document that somebody finds, and something that is other', async () => {
    const { id } = await someone();
    expect((await correct(id, { birthDate: '2003-05-06' }, director, 7)).body.code).toBe('VERSION_MISMATCH');
    const undocumented = await correct(id, { birthDate: '2003-05-06', document: '.' });
    expect(undocumented.body).toMatchObject({ code: 'INVALID_INPUT', errors: [{ code: 'invalid_document' }] });
    expect((await correct(id, { birthDate: '2003-05-06', reason: undefined })).body.code).toBe('INVALID_INPUT');
    expect((await correct(id, { birthDate: born })).body.code).toBe('NOTHING_TO_CORRECT');
    expect((await correct(id, { birthDate: '2025-05-06' })).body.code).toBe('INVALID_INPUT');
    expect(await historyOf(id)).toEqual([]);
  });

  it('is for the region of the person and the programme, never for an academy, a machine or the person', async () => {
    const { id } = await someone();
    const stranger = admin.as(await tokens.of({ role: 'regional-director', regions: [far!.region] }));
    const machine = admin.as(await tokens.of({ role: 'integrator', scopes: ['*'] }));
    expect((await correct(id, { birthDate: '2003-05-06' }, manager)).body.code).toBe('FORBIDDEN');
    expect((await correct(id, { birthDate: '2003-05-06' }, machine)).body.code).toBe('FORBIDDEN');
    expect((await correct(id, { birthDate: '2003-05-06' }, stranger)).body.code).toBe('NOT_FOUND');
    const subject = 'a director who is known';
    const own = admin.as(
      await tokens.of({ role: 'regional-director', regions: [here!.region], subject, personId: id }),
    );
    expect((await correct(id, { birthDate: '2003-05-06' }, own)).body.code).toBe('CORRECTION_NEEDS_ANOTHER');
    const patched = { headers: { 'if-match': '"1"' } };
    expect((await own.patch(`/v1/persons/${id}`, { birthDate: '2003-05-06' }, patched)).body.code).toBe(
      'CORRECTION_NEEDS_DOCUMENT',
    );
    expect((await correct(id, { birthDate: '2003-05-06' }, admin)).status).toBe(200);
  });

  it('says to the programme, and to nobody who may not read whose it may be, that a number stands as a claim', async () => {
    const [{ id }, free] = [await someone(), await someone()];
    const there = { kind: 'trainee', academyId: far!.id, name: { family: family(), given: 'Salma' }, birthDate: born };
    const [taken, card] = [newMatricule(), newCard()];
    expect((await admin.post('/v1/persons', { ...there, matricule: taken, cin: card })).status).toBe(201);
    const stands = { confirmed: true, standsAsClaim: false, matricule: taken };
    expect((await correct(id, { matricule: taken })).body).toMatchObject(stands);
    expect((await director.get(`/v1/persons/${id}`)).body).toMatchObject(stands);
    const both = admin.as(await tokens.of({ role: 'regional-director', regions: [here!.region, far!.region] }));
    for (const official of [admin, both])
      expect((await official.get(`/v1/persons/${id}`)).body).toMatchObject({ ...stands, standsAsClaim: true });
    const query = `{ person(id: "${id}") { standsAsClaim } }`;
    expect((await admin.graphql(query)).body.data.person).toEqual({ standsAsClaim: true });
    for (const one of [director, manager])
      expect((await one.graphql(query)).body.data.person).toEqual({ standsAsClaim: false });
    expect((await manager.get(`/v1/persons/${id}`)).body).toMatchObject(stands);
    expect((await correct(free.id, { matricule: newMatricule() })).body).toMatchObject({ standsAsClaim: false });
    expect((await correct(free.id, { cin: card }, director, 2)).body).toMatchObject({ standsAsClaim: false });
    expect((await admin.get(`/v1/persons/${free.id}`)).body).toMatchObject({ standsAsClaim: true });
    await correct(id, { matricule: newMatricule() }, director, 2);
    expect((await admin.get(`/v1/persons/${id}`)).body).toMatchObject({ standsAsClaim: false });
  });

  it('is not given what is another person’s', async () => {
    const [one, other] = [await someone({ cin: newCard() }), await someone()];
    expect((await correct(other.id, { matricule: one.matricule })).body.code).toBe('MATRICULE_IS_TAKEN');
    expect((await correct(other.id, { cin: (one as unknown as { cin: string }).cin })).body.code).toBe('CIN_IS_TAKEN');
    expect(await historyOf(other.id)).toEqual([]);
  });

  it('is exchanged without a document by no official, neither by the form nor by a file', async () => {
    const { id, matricule } = await someone();
    const whole = { birthDate: '2003-05-06', name: { family: family(), given: 'Amal' }, cin: newCard() };
    for (const official of [director, admin]) {
      const { body } = await official.patch(`/v1/persons/${id}`, whole, { headers: { 'if-match': '"1"' } });
      expect(body.code).toBe('CORRECTION_NEEDS_DOCUMENT');
      expect(await sent({ MatriculeEtudiant: matricule, Nom: 'TAZI' }, official)).toContain('CONFLICTING_IDENTITY');
    }
    expect(await historyOf(id)).toEqual([]);
    expect((await admin.get(`/v1/persons/${id}`)).body).toMatchObject({ birthDate: born, version: 1 });
  });

  it('is shown with its history to whoever may read the person, and to the person without who corrected it', async () => {
    const { id } = await someone();
    await correct(id, { birthDate: '2003-05-06' });
    const self = admin.as(await tokens.of({ role: 'candidate', personId: id }));
    const stranger = admin.as(await tokens.of({ role: 'academy-manager', academies: [far!.id] }));
    expect(await historyOf(id, self)).toMatchObject([{ was: { birthDate: born }, by: null, ...proof }]);
    expect((await historyOf(id, manager))[0].by).toEqual(expect.any(String));
    expect((await stranger.get(`/v1/persons/${id}/corrections`)).status).toBe(404);
  });

  it('is corrected and read in the graph alike', async () => {
    const { id } = await someone();
    const asked = `mutation ($input: CorrectPersonInput!) { correctPerson(input: $input) { birthDate version } }`;
    const input = { id, expectedVersion: 1, birthDate: '2003-05-06', ...proof };
    expect((await director.graphql(asked, { input })).body.data.correctPerson).toEqual({
      birthDate: '2003-05-06',
      version: 2,
    });
    const read = `query ($id: ID!) { corrections(personId: $id) { totalCount edges { node { corrected was { birthDate } } } } }`;
    expect((await manager.graphql(read, { id })).body.data.corrections).toEqual({
      totalCount: 1,
      edges: [{ node: { corrected: ['BIRTH_DATE'], was: { birthDate: born } } }],
    });
  });
});

describe('a row of a roster about somebody who was corrected', () => {
  it('is told so where it says what was known before, from whomever it comes, and matches with what is known now', async () => {
    const { id, matricule, name } = await someone();
    const right = family();
    await correct(id, { name: { family: right, given: 'Salma' }, birthDate: '2003-05-06' });
    const [before, now] = [
      { MatriculeEtudiant: matricule, Nom: name.family },
      { MatriculeEtudiant: matricule, Nom: right, DateNaissance: '06/05/2003' },
    ];
    for (const as of [manager, director, admin]) {
      expect(await sent(before, as)).toBe('IDENTITY_WAS_CORRECTED');
      expect(await sent({ ...now, Nom: name.family }, as)).toBe('IDENTITY_WAS_CORRECTED');
      expect(await sent({ ...now, DateNaissance: '06/05/2004' }, as)).toBe('IDENTITY_WAS_CORRECTED');
      expect(await sent(now, as)).toBeUndefined();
    }
    expect(await sent({ ...now, DateNaissance: '06/05/2002' })).toBe('CONFLICTING_IDENTITY');
    expect((await admin.get(`/v1/persons/${id}`)).body).toMatchObject({
      name: { fr: `Salma ${right}` },
      birthDate: '2003-05-06',
    });
  });

  it('is told so of a CIN, and of a matricule that is nobody’s now; that of another person is that person’s', async () => {
    const [wrong, right] = [newCard(), newCard()];
    const { id, matricule, name } = await someone({ cin: wrong });
    const other = newMatricule();
    await correct(id, { cin: right, matricule: other });
    expect(await sent({ MatriculeEtudiant: other, Nom: name.family, CIN: wrong })).toBe('IDENTITY_WAS_CORRECTED');
    expect(await sent({ MatriculeEtudiant: other, Nom: name.family, CIN: right })).toBeUndefined();
    expect(await sent({ MatriculeEtudiant: matricule, Nom: name.family })).toBe('IDENTITY_WAS_CORRECTED');
    expect(await sent({ MatriculeEtudiant: matricule, Nom: family(), CIN: newCard() })).toBeUndefined();
  });

  it('is told so at the forms, too, and is somebody new where the programme or the region says that it is another', async () => {
    const { id, matricule, name } = await someone();
    const said = { kind: 'trainee', academyId: here!.id, name, birthDate: born };
    await correct(id, { matricule: newMatricule(), birthDate: '2003-05-06' });
    for (const as of [manager, director, admin])
      expect((await as.post('/v1/persons', { ...said, matricule })).body.code).toBe('IDENTITY_WAS_CORRECTED');
    const another = { ...said, birthDate: '2001-01-01' };
    const { body: other } = await admin.post('/v1/persons', another);
    expect((await correct(other.id, { matricule, birthDate: born })).body.code).toBe('IDENTITY_WAS_CORRECTED');
    const distinctFrom = { personIds: [id], reason: 'A cousin' };
    expect((await correct(other.id, { matricule, birthDate: born, distinctFrom })).status).toBe(200);
    expect((await correct(id, { matricule }, director, 2)).body.code).toBe('MATRICULE_IS_TAKEN');
  });

  it('is told so of a record that became another’s since, too', async () => {
    const { id, matricule, name } = await someone();
    await correct(id, { matricule: newMatricule(), birthDate: '2003-05-06' });
    const distinctFrom = { personIds: [id], reason: 'said to be another' };
    const stays = await someone({ name, birthDate: '2003-05-06', matricule: undefined, distinctFrom });
    const officer = admin.as(await tokens.of({ role: 'programme-admin', subject: 'who merges' }));
    expect((await officer.post(`/v1/persons/${id}/merge`, { into: stays.id, ...proof })).status).toBe(200);
    expect(await sent({ MatriculeEtudiant: matricule, Nom: name.family })).toBe('IDENTITY_WAS_CORRECTED');
  });

  it('is of the sender’s own where it is of another region, and claims to be who was corrected', async () => {
    const { id, matricule, name } = await someone();
    await correct(id, { matricule: newMatricule(), birthDate: '2003-05-06' });
    const elsewhere = admin.as(await tokens.of({ role: 'regional-director', regions: [far!.region], subject: 'far' }));
    const row = { MatriculeEtudiant: matricule, Nom: name.family, Site: far!.code };
    expect(await sent(row, elsewhere)).toBeUndefined();
    const claims = async () => (await admin.get(`/v1/claims?personId=${id}`)).body.items;
    expect(await claims()).toMatchObject([{ academyId: far!.id, matricule }]);
    const [next, third] = [await someone(), newMatricule()];
    await correct(next.id, { matricule: third, birthDate: '2003-05-06' });
    const said = { kind: 'trainee', academyId: far!.id, name: next.name, birthDate: born, matricule: next.matricule };
    expect(await elsewhere.post('/v1/persons', said)).toMatchObject({ status: 201, body: { confirmed: false } });
    expect((await admin.get(`/v1/claims?personId=${next.id}`)).body.items).toHaveLength(1);
  });

  it('writes the name no other way, however near, and nor does an academy by the form as it was before', async () => {
    const matricule = newMatricule();
    const wrong = family();
    const { id } = await someone({ matricule, name: { family: `${wrong}T`, given: 'Salma' } });
    await correct(id, { name: { family: `${wrong}D`, given: 'Sàlma' } });
    expect(await sent({ MatriculeEtudiant: matricule, Nom: `${wrong}T` })).toBe('IDENTITY_WAS_CORRECTED');
    expect(await sent({ MatriculeEtudiant: matricule, Nom: `${wrong}D` })).toBeUndefined();
    expect(await sent({ MatriculeEtudiant: matricule, Nom: `${wrong}D` }, director)).toBeUndefined();
    const { body } = await admin.get(`/v1/persons/${id}`);
    expect(body.name.fr).toBe(`Sàlma ${wrong}D`);
    const back = { name: { family: `${wrong}T`, given: 'Salma' } };
    const ifMatch = { headers: { 'if-match': `"${body.version}"` } };
    expect((await manager.patch(`/v1/persons/${id}`, back, ifMatch)).body.code).toBe('IDENTITY_WAS_CORRECTED');
  });
});
