import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import type { apiOf } from '@takwin/platform/testing';
import { CinVault } from '../persons/cin.js';
import { RunImportHandler } from '../rosters/run-import.js';
import { academiesService } from '../testing/academies-service.js';
import { fileOf, newMatricule, rowOf } from '../testing/konosys-file.js';

type Api = ReturnType<typeof apiOf>;
type AcademySeen = { id: string; code: string; region: string };

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);
/** The academy that is suspended, one of its region, and one of another region. */
let [halted, near, far]: AcademySeen[] = [];
const SUSPENDED = { status: 409, body: { code: 'ACADEMY_IS_SUSPENDED', state: 'suspended' } };

beforeAll(async () => {
  const all: AcademySeen[] = (await admin.get('/v1/academies?first=100&profile=ordinary')).body.items;
  halted = all[0]!;
  near = all.find(({ id, region }) => id !== halted!.id && region === halted!.region)!;
  far = all.find(({ region }) => region !== halted!.region)!;
});
beforeEach(() => admin.post(`/v1/academies/${halted!.id}/reinstate`));
const suspend = () => admin.post(`/v1/academies/${halted!.id}/suspend`);

let made = 0;
const register = async (as: Api, { id }: AcademySeen, about: object = {}) => {
  const name = { family: 'HALTED', given: `Salma ${inLetters(++made)}` };
  const person = { kind: 'trainee', academyId: id, name, birthDate: '2005-02-01', matricule: newMatricule() };
  const { body } = await as.post('/v1/persons', { ...person, group: 'DEV101', year: 1, ...about });
  return { ...person, ...about, id: body.id as string };
};
const rowAt = ({ matricule, name }: Awaited<ReturnType<typeof register>>, about: object = {}): string =>
  rowOf({ MatriculeEtudiant: matricule, Nom: name.family, Prenom: name.given, Site: halted!.code, ...about });
async function take(rows: string[], dryRun = false) {
  const headers = { 'content-type': 'text/csv' };
  const { body } = await admin.post(`/v1/imports?kind=konosys&dryRun=${dryRun}`, fileOf(...rows), { headers });
  await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
  const { accepted } = (await admin.get(`/v1/imports/${body.id}`)).body;
  return {
    accepted,
    faults: String((await admin.get(`/v1/imports/${body.id}/rejected.csv`)).body)
      .split('\r\n')
      .slice(1),
  };
}
const homeOf = async (id: string) => (await admin.get(`/v1/persons/${id}`)).body.academyId;

describe('a suspended academy', () => {
  it.each([true, false])('takes nobody of another academy in by a file (dry run: %s)', async (dryRun) => {
    const person = await register(admin, near!);
    await suspend();
    const both = [rowAt(person), rowAt(person, { Site: near!.code, Code: 'DEV201' })];
    const { accepted, faults } = await take(both, dryRun);
    expect({ accepted, first: faults[0] }).toEqual({
      accepted: 1,
      first: expect.stringContaining('ACADEMY_IS_SUSPENDED'),
    });
    expect(await homeOf(person.id)).toBe(near!.id);
  });

  it('goes on telling of those whom it has', async () => {
    const [stays, leaves] = [await register(admin, halted!), await register(admin, halted!)];
    await suspend();
    const rows = [rowAt(stays, { Code: 'DEV201' }), rowAt(leaves, { EtudiantActif: 'non' })];
    expect(await take(rows)).toMatchObject({ accepted: 2 });
    expect((await admin.get(`/v1/persons/${leaves.id}`)).body).toMatchObject({ state: 'inactive' });
    expect(await take([rowAt(leaves)])).toMatchObject({ accepted: 1 });
  });

  it('is given nobody by a claim that is accepted, until it is reinstated', async () => {
    const manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [halted!.id] }));
    const { id, ...person } = await register(admin, far!);
    await register(manager, halted!, { matricule: person.matricule, name: person.name });
    const [claim] = (await admin.get(`/v1/claims?personId=${id}`)).body.items;
    await suspend();
    expect(await admin.post(`/v1/claims/${claim.id}/accept`)).toMatchObject(SUSPENDED);
    expect((await admin.get(`/v1/claims/${claim.id}`)).body.state).toBe('open');
    await admin.post(`/v1/academies/${halted!.id}/reinstate`);
    expect((await admin.post(`/v1/claims/${claim.id}/accept`)).status).toBe(200);
    expect(await homeOf(id)).toBe(halted!.id);
  });

  it('is given nobody by a merge, and loses somebody by one', async () => {
    const here = await register(admin, halted!);
    const distinctFrom = { personIds: [here.id], reason: 'said to be another' };
    const there = await register(admin, near!, { name: here.name, matricule: undefined, distinctFrom });
    await suspend();
    const why = { reason: 'Registered twice', document: 'DR-04/2026/118' };
    const director = admin.as(
      await tokens.of({ role: 'regional-director', subject: 'who merges', regions: [halted!.region] }),
    );
    expect(await director.post(`/v1/persons/${here.id}/merge`, { into: there.id, ...why })).toMatchObject(SUSPENDED);
    expect((await director.post(`/v1/persons/${there.id}/merge`, { into: here.id, ...why })).status).toBe(200);
  });
});
