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
/** The manager of `far`, who asks, and the machine with the national feed. */
let [theirs, feed]: Api[] = [];

beforeAll(async () => {
  const all: AcademySeen[] = (await admin.get('/v1/academies?first=100&profile=ordinary')).body.items;
  here = all[0]!;
  far = all.find(({ region }) => region !== here!.region)!;
  const as = async (role: string, subject: string, about: object) =>
    admin.as(await tokens.of({ role, subject, ...about } as never));
  theirs = await as('academy-manager', 'who asks', { academies: [far.id] });
  feed = await as('integrator', 'konosys', { scopes: ['*'] });
});

let made = 0;
async function take(as: Api, row: string, dryRun = false) {
  const headers = { 'content-type': 'text/csv' };
  const { body } = await as.post(`/v1/imports?kind=konosys&dryRun=${dryRun}`, fileOf(row), { headers });
  await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
  expect((await as.get(`/v1/imports/${body.id}`)).body).toMatchObject({ accepted: 1, rejected: 0, notFollowed: 0 });
}
const found = async (as: Api, about: object) => (await as.post('/v1/persons/search', about)).body.items;
const claimsOf = async (personId: string) => (await admin.get(`/v1/claims?personId=${personId}`)).body.items;
/** Somebody at home in `here`, whom `far` states in a group of its own, a little otherwise. */
async function asked(otherwise: object = {}) {
  const about = {
    Nom: 'Transfera',
    Prenom: `Hind ${inLetters(++made)}`,
    MatriculeEtudiant: newMatricule(),
    anneeEtude: '1',
  };
  await take(admin, rowOf({ ...about, Site: here!.code, Code: 'DEV101' }));
  await take(theirs!, rowOf({ ...about, ...otherwise, Site: far!.code, Code: 'DEV102' }));
  const [person] = await found(admin, { matricule: about.MatriculeEtudiant });
  const [record] = await found(theirs!, { matricule: about.MatriculeEtudiant });
  expect(record.id).not.toBe(person.id);
  return { about, id: person.id as string, provisional: record.id as string };
}

describe('a claim that an official’s roster fulfils', () => {
  it('is accepted by it: the two are one person, placed as the roster says', async () => {
    for (const [as, Code] of [
      [admin, 'DEV102'],
      [feed!, 'DEV103'],
    ] as const) {
      const { about, id, provisional } = await asked();
      const row = rowOf({ ...about, Site: far!.code, Code });
      await take(as, row, true);
      expect(await claimsOf(id)).toMatchObject([{ state: 'open' }]);
      await take(as, row);
      const [one, ...others] = await found(theirs!, { matricule: about.MatriculeEtudiant });
      expect(others).toEqual([]);
      expect(one).toMatchObject({ id, academyId: far!.id, confirmed: true, state: 'active' });
      const active = one.placements.filter(({ state }: { state: string }) => state === 'active');
      expect(active).toMatchObject([{ academyId: far!.id, group: { code: Code, year: 1 } }]);
      expect((await admin.get(`/v1/persons/${provisional}`)).body.id).toBe(id);
      expect(await claimsOf(id)).toMatchObject([{ state: 'accepted' }]);
    }
  });

  it('waits for somebody to decide where the record says otherwise who that is, or the roster goes on placing the person elsewhere', async () => {
    const otherwise = await asked({ DateNaissance: '03/03/2003' });
    await take(admin, rowOf({ ...otherwise.about, Site: far!.code, Code: 'DEV102' }));
    expect(await claimsOf(otherwise.id)).toMatchObject([{ state: 'open' }]);
    const elsewhere = await asked();
    await take(admin, rowOf({ ...elsewhere.about, Site: here!.code, Code: 'DEV201' }));
    expect(await claimsOf(elsewhere.id)).toMatchObject([{ state: 'open' }]);
  });
});
