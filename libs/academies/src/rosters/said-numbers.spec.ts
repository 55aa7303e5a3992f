import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import type { apiOf } from '@takwin/platform/testing';
import { CinVault } from '../persons/cin.js';
import { academiesService } from '../testing/academies-service.js';
import { fileOf, newMatricule, rowOf } from '../testing/konosys-file.js';
import { RunImportHandler } from './run-import.js';

type Api = ReturnType<typeof apiOf>;
type AcademySeen = { id: string; code: string; region: string };

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);
let [here, there]: AcademySeen[] = [];
/** The manager of `here`, the director of the region of both, and the machine with the national feed. */
let [mine, director, feed]: Api[] = [];

beforeAll(async () => {
  const all: AcademySeen[] = (await admin.get('/v1/academies?first=100&profile=ordinary')).body.items;
  here = all[0]!;
  there = all.find(({ id, region }) => id !== here!.id && region === here!.region)!;
  const as = async (role: string, subject: string, about: object) =>
    admin.as(await tokens.of({ role, subject, ...about } as never));
  mine = await as('academy-manager', 'who adds numbers', { academies: [here.id] });
  director = await as('regional-director', 'the region', { regions: [here.region] });
  feed = await as('integrator', 'konosys', { scopes: ['*'] });
});

let made = 0;
const cin = (): string => `SN${String(++made).padStart(5, '0')}`;
const called = () => ({ family: 'Numera', given: `Aya ${inLetters(++made)}` });
const rowOfThem = (name: ReturnType<typeof called>, about: Record<string, string> & { Site: string }): string =>
  rowOf({ Nom: name.family, Prenom: name.given, DateNaissance: '01/05/2003', ...about });
async function take(as: Api, ...rows: string[]) {
  const headers = { 'content-type': 'text/csv' };
  const { body } = await as.post('/v1/imports?kind=konosys', fileOf(...rows), { headers });
  await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
  const { id, accepted, unconfirmed } = (await as.get(`/v1/imports/${body.id}`)).body;
  const faults = String((await as.get(`/v1/imports/${id}/rejected.csv`)).body)
    .split('\r\n')
    .slice(1);
  return { id, accepted, unconfirmed, faults: faults.join() };
}
const found = async (about: object) => (await admin.post('/v1/persons/search', about)).body.items;
const read = async (id: string) => (await admin.get(`/v1/persons/${id}`)).body;
const claimsOf = async (personId: string) => (await admin.get(`/v1/claims?personId=${personId}`)).body.items;

/** Somebody of `here` whom the region registered without a matricule, which the manager adds. */
async function numbered(matricule: string) {
  const person = { kind: 'trainee', academyId: here!.id, name: called(), birthDate: '2003-02-02' };
  const { id } = (await director!.post('/v1/persons', person)).body;
  expect((await mine!.patch(`/v1/persons/${id}`, { matricule })).body).toMatchObject({
    ...{ matricule, confirmed: true, birthDateConfirmed: true, numbersConfirmed: false },
  });
  return { id, name: person.name, matricule };
}
/** Somebody of `here` whom the programme's file told of, and whose card a file of the academy says. */
async function carded(card: string) {
  const about = { Site: here!.code, MatriculeEtudiant: newMatricule() };
  const name = called();
  expect(await take(admin, rowOfThem(name, about))).toMatchObject({ accepted: 1, unconfirmed: 0 });
  expect(await take(mine!, rowOfThem(name, { ...about, CIN: card }))).toMatchObject({ accepted: 1, unconfirmed: 1 });
  const [person] = await found({ cin: card });
  expect(person).toMatchObject({ matricule: about.MatriculeEtudiant, confirmed: true, numbersConfirmed: false });
  return { id: person.id as string, name, about };
}
const OTHER = { Nom: 'Yazidi', DateNaissance: '10/05/2003' };

describe('a number that an academy says of somebody confirmed', () => {
  it('is of whom an official’s row tells, and the confirmed person keeps everything else', async () => {
    for (const as of [feed!, admin, director!]) {
      const squat = await numbered(newMatricule());
      const row = rowOfThem(called(), { ...OTHER, MatriculeEtudiant: squat.matricule, Site: there!.code });
      expect(await take(as, row)).toMatchObject({ accepted: 1, unconfirmed: 0 });
      const [owner] = await found({ matricule: squat.matricule });
      expect(owner).toMatchObject({ academyId: there!.id, confirmed: true, numbersConfirmed: true });
      expect(owner.id).not.toBe(squat.id);
      const kept = { confirmed: true, birthDateConfirmed: true, birthDate: '2003-02-02', academyId: here!.id };
      expect(await read(squat.id)).toMatchObject({ ...kept, standsAsClaim: true });
      expect(await claimsOf(owner.id)).toMatchObject([{ state: 'open', academyId: here!.id }]);
      expect((await take(as, row)).accepted).toBe(1);
    }
  });

  it('is of whom an official’s row tells where it is a card, too', async () => {
    for (const as of [feed!, admin, director!]) {
      const card = cin();
      const squat = await carded(card);
      const about = { MatriculeEtudiant: newMatricule(), Site: there!.code, CIN: card };
      expect(await take(as, rowOfThem(called(), about))).toMatchObject({ accepted: 1, unconfirmed: 0 });
      const [owner] = await found({ matricule: about.MatriculeEtudiant });
      expect(await found({ cin: card })).toMatchObject([{ id: owner.id }]);
      expect(await read(squat.id)).toMatchObject({
        ...{ confirmed: true, matricule: squat.about.MatriculeEtudiant, academyId: here!.id },
      });
    }
  });

  it('is confirmed by an official’s row that says it, and then nobody else’s row takes it', async () => {
    const card = cin();
    const person = await carded(card);
    expect(await take(feed!, rowOfThem(person.name, { ...person.about, CIN: card }))).toMatchObject({ unconfirmed: 0 });
    expect(await read(person.id)).toMatchObject({ numbersConfirmed: true });
    const other = rowOfThem(called(), { MatriculeEtudiant: newMatricule(), Site: there!.code, CIN: card });
    expect((await take(admin, other)).faults).toContain('CIN_OF_ANOTHER_PERSON');
  });

  it('is not confirmed by an official’s row that says nothing of it, of who was an academy’s word alone either', async () => {
    const about = { MatriculeEtudiant: newMatricule(), Site: here!.code };
    const [name, card] = [called(), cin()];
    await take(mine!, rowOfThem(name, { ...about, CIN: card }));
    expect(await take(feed!, rowOfThem(name, about))).toMatchObject({ accepted: 1, unconfirmed: 1 });
    const [person] = await found({ cin: card });
    expect(person).toMatchObject({ confirmed: true, birthDateConfirmed: true, numbersConfirmed: false });
    const { version } = person;
    await take(feed!, rowOfThem(name, about));
    expect(await read(person.id)).toMatchObject({ version });
    const other = rowOfThem(called(), { MatriculeEtudiant: newMatricule(), Site: there!.code, CIN: card });
    expect(await take(admin, other)).toMatchObject({ accepted: 1 });
  });

  it('is another one where an official’s row says so of the same person', async () => {
    const card = cin();
    const right = cin();
    const person = await carded(card);
    expect(await take(feed!, rowOfThem(person.name, { ...person.about, CIN: right }))).toMatchObject({ accepted: 1 });
    expect(await found({ cin: right })).toMatchObject([{ id: person.id, numbersConfirmed: true }]);
    expect(await found({ cin: card })).toEqual([]);
    expect((await take(feed!, rowOfThem(person.name, { ...person.about, CIN: card }))).accepted).toBe(0);
  });

  it('is confirmed by who confirms the person or the file, and not by who said it', async () => {
    const { id, matricule } = await numbered(newMatricule());
    const same = admin.as(
      await tokens.of({ role: 'regional-director', subject: 'who adds numbers', regions: [here!.region] }),
    );
    expect((await same.post(`/v1/persons/${id}/confirm`)).body.code).toBe('CONFIRMATION_NEEDS_ANOTHER');
    expect((await director!.get(`/v1/persons?confirmed=false&academyId=${here!.id}`)).body.items).toContainEqual(
      expect.objectContaining({ id }),
    );
    expect((await director!.post(`/v1/persons/${id}/confirm`)).body).toMatchObject({ numbersConfirmed: true });
    const row = rowOfThem(called(), { ...OTHER, MatriculeEtudiant: matricule, Site: there!.code });
    expect((await take(admin, row)).faults).toContain('CONFLICTING_IDENTITY');

    const about = { MatriculeEtudiant: newMatricule(), Site: here!.code };
    const name = called();
    await take(admin, rowOfThem(name, about));
    const file = await take(mine!, rowOfThem(name, { ...about, CIN: cin() }));
    expect((await director!.post(`/v1/imports/${file.id}/confirm`)).body).toMatchObject({ confirmed: 1 });
    expect((await found({ matricule: about.MatriculeEtudiant }))[0]).toMatchObject({ numbersConfirmed: true });
  });
});
