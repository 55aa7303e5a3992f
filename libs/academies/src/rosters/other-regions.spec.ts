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
/** Two academies of two regions. */
let [here, far]: AcademySeen[] = [];
/** Who squats in `here`, the director there, and the manager and the director of `far`. */
let [mine, director, theirs, theirDirector]: Api[] = [];

beforeAll(async () => {
  const all: AcademySeen[] = (await admin.get('/v1/academies?first=100&profile=ordinary')).body.items;
  here = all[0]!;
  far = all.find(({ region }) => region !== here!.region)!;
  const as = async (role: string, subject: string, about: object) =>
    admin.as(await tokens.of({ role, subject, ...about } as never));
  mine = await as('academy-manager', 'who squats', { academies: [here.id] });
  director = await as('regional-director', 'the region', { regions: [here.region] });
  theirs = await as('academy-manager', 'who teaches', { academies: [far.id] });
  theirDirector = await as('regional-director', 'the other region', { regions: [far.region] });
});

let made = 0;
const cin = (): string => `XR${String(++made).padStart(5, '0')}`;
const FAMILIES = ['Regiona', 'Zerhouni', 'Yazidi', 'Benjelloun'];
/** Each called otherwise than who came before, and not by another spelling. */
const called = () => ({ Nom: FAMILIES[++made % FAMILIES.length]!, Prenom: `Sami ${inLetters(made)}` });
const BORN = { DateNaissance: '01/05/2003' };
async function take(as: Api, row: string) {
  const headers = { 'content-type': 'text/csv' };
  const { body } = await as.post('/v1/imports?kind=konosys', fileOf(row), { headers });
  await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
  const { accepted, unconfirmed } = (await as.get(`/v1/imports/${body.id}`)).body;
  return { accepted, unconfirmed };
}
const found = async (as: Api, about: object) => (await as.post('/v1/persons/search', about)).body.items;
/** Somebody whom `mine` makes up, with what a row says of them. */
async function madeUp(more: object = {}) {
  const about = { ...called(), ...BORN, MatriculeEtudiant: newMatricule(), ...more };
  expect(await take(mine!, rowOf({ ...about, Site: here!.code }))).toEqual({ accepted: 1, unconfirmed: 1 });
  const [{ id }] = await found(mine!, { matricule: about.MatriculeEtudiant });
  return { id: id as string, about, matricule: about.MatriculeEtudiant };
}
const claimsOf = async (personId: string) => (await admin.get(`/v1/claims?personId=${personId}`)).body.items;

describe('a row of a director about somebody else than whom an academy of another region made up', () => {
  it.each([
    ['name', () => called()],
    ['birth date', () => ({ DateNaissance: '02/05/2003' })],
  ])('has the matricule, and confirms the person at once: another %s', async (_what, other) => {
    const squat = await madeUp();
    const row = rowOf({ ...squat.about, ...other(), Site: far!.code });
    expect(await take(theirDirector!, row)).toEqual({ accepted: 1, unconfirmed: 0 });
    const [owner] = await found(admin, { matricule: squat.matricule });
    expect(owner).toMatchObject({ academyId: far!.id, confirmed: true, numbersConfirmed: true });
    expect(await claimsOf(owner.id)).toMatchObject([{ state: 'open', academyId: here!.id }]);
    expect((await mine!.get(`/v1/persons/${squat.id}`)).body).toMatchObject({ confirmed: false, academyId: here!.id });
    expect(await take(theirDirector!, row)).toEqual({ accepted: 1, unconfirmed: 0 });
    expect(await take(mine!, rowOf({ ...squat.about, Site: here!.code }))).toEqual({ accepted: 1, unconfirmed: 1 });
  });

  it('has the card', async () => {
    const card = cin();
    await madeUp({ CIN: card });
    const about = { ...called(), ...BORN, MatriculeEtudiant: newMatricule(), CIN: card };
    expect(await take(theirDirector!, rowOf({ ...about, Site: far!.code }))).toEqual({ accepted: 1, unconfirmed: 0 });
    expect(await found(admin, { cin: card })).toMatchObject([{ matricule: about.MatriculeEtudiant, confirmed: true }]);
  });

  it('confirms whom the own academy, or the director by a form, had stated beside the made-up one', async () => {
    for (const isForm of [false, true]) {
      const squat = await madeUp();
      const name = called();
      const row = rowOf({ ...name, ...BORN, MatriculeEtudiant: squat.matricule, Site: far!.code });
      if (isForm) {
        const person = { kind: 'trainee', academyId: far!.id, birthDate: '2003-05-01', matricule: squat.matricule };
        const as = { ...person, name: { family: name.Nom, given: name.Prenom } };
        const { body } = await theirDirector!.post('/v1/persons', as);
        expect(body.confirmed).toBe(false);
        expect(await theirDirector!.post(`/v1/persons/${body.id}/confirm`)).toMatchObject({
          ...{ status: 200, body: { confirmed: false } },
        });
      } else expect(await take(theirs!, row)).toEqual({ accepted: 1, unconfirmed: 1 });
      const [stated] = await found(theirs!, { matricule: squat.matricule });
      expect(await take(theirDirector!, row)).toEqual({ accepted: 1, unconfirmed: 0 });
      expect(await found(theirs!, { matricule: squat.matricule })).toMatchObject([{ id: stated.id, confirmed: true }]);
      expect(await claimsOf(squat.id)).toEqual([]);
    }
  });

  it('takes nothing of who is confirmed there', async () => {
    const squat = await madeUp();
    expect((await director!.post(`/v1/persons/${squat.id}/confirm`)).body.confirmed).toBe(true);
    const row = rowOf({ ...called(), ...BORN, MatriculeEtudiant: squat.matricule, Site: far!.code });
    expect(await take(theirDirector!, row)).toEqual({ accepted: 1, unconfirmed: 1 });
    expect(await found(admin, { matricule: squat.matricule })).toMatchObject([{ id: squat.id }]);
    expect(await take(theirDirector!, row)).toEqual({ accepted: 1, unconfirmed: 1 });
  });

  it('about the same person leaves the number there, and claims it', async () => {
    const squat = await madeUp();
    const row = rowOf({ ...squat.about, Site: far!.code });
    expect(await take(theirDirector!, row)).toEqual({ accepted: 1, unconfirmed: 1 });
    expect(await claimsOf(squat.id)).toMatchObject([{ state: 'open', academyId: far!.id }]);
    expect(await take(theirDirector!, rowOf({ ...squat.about, ...called(), Site: far!.code }))).toMatchObject({
      accepted: 0,
    });
  });
});
