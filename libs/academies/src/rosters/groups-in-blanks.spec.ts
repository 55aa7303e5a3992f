import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CinVault } from '../persons/cin.js';
import { academiesService } from '../testing/academies-service.js';
import { fileOf, newMatricule, rowOf } from '../testing/konosys-file.js';
import { RunImportHandler } from './run-import.js';

const { database, running, tokens, admin, close } = await academiesService();
afterAll(close);
let here: { id: string; code: string };
let there: { id: string; code: string };
beforeAll(async () => {
  [here, there] = (await admin.get('/v1/academies?first=2&profile=ordinary')).body.items;
});

async function roster(...rows: string[]) {
  const file = fileOf(...rows);
  const { body } = await admin.post('/v1/imports?kind=konosys', file, { headers: { 'content-type': 'text/csv' } });
  await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
  return (await admin.get(`/v1/imports/${body.id}`)).body;
}
const person = async (matricule: string) => (await admin.post('/v1/persons/search', { matricule })).body.items[0];
const groupsOf = async (matricule: string): Promise<[string, string][]> =>
  (await person(matricule)).placements.map(({ group, state }: { group: { code: string }; state: string }) => [
    group.code,
    state,
  ]);

describe('the code of a group, in which blanks tell nothing,', () => {
  it('is that which its academy wrote first, at every door, and another academy has its own', async () => {
    const [first, second, third] = [newMatricule(), newMatricule(), newMatricule()];
    const row = (MatriculeEtudiant: string, Code: string, Site = here.code) => rowOf({ MatriculeEtudiant, Code, Site });
    expect(await roster(row(first, 'WEB 20 1'), row(second, 'web201'), row(third, 'WEB201', there.code))).toMatchObject(
      { accepted: 3 },
    );
    expect(await groupsOf(first)).toEqual([['WEB 20 1', 'active']]);
    expect(await groupsOf(second)).toEqual([['WEB 20 1', 'active']]);
    expect(await groupsOf(third)).toEqual([['WEB201', 'active']]);
    expect(await roster(row(first, 'WEB201'))).toMatchObject({ accepted: 1, changes: 0 });
    expect(await groupsOf(first)).toEqual([['WEB 20 1', 'active']]);
    const name = { family: 'ALAOUI', given: 'Wafa' };
    const form = { kind: 'trainee', name, birthDate: '2004-05-06', academyId: here.id, group: 'web 201' };
    const { body, status } = await admin.post('/v1/persons', form);
    expect([status, body.placements?.[0]?.group.code]).toEqual([201, 'WEB 20 1']);
    const listed = (await admin.get(`/v1/persons?group=WEB%20201&academyId=${here.id}&first=50`)).body.items;
    expect(listed.map(({ id }: { id: string }) => id).sort()).toEqual(
      [(await person(first)).id, (await person(second)).id, body.id].sort(),
    );
  });

  it('is the same in whatever digits, at every door', async () => {
    const [first, second] = [newMatricule(), newMatricule()];
    const row = (MatriculeEtudiant: string, Code: string) => rowOf({ MatriculeEtudiant, Code, Site: here.code });
    expect(await roster(row(first, 'NTX١٠١'), row(second, 'NTX101'))).toMatchObject({ accepted: 2 });
    expect([await groupsOf(first), await groupsOf(second)]).toEqual([[['NTX101', 'active']], [['NTX101', 'active']]]);
    expect(await roster(row(first, 'ntx۱۰۱'))).toMatchObject({ accepted: 1, changes: 0 });
    expect(await roster(row(first, '٠١/٠٢/٢٠٢٦'))).toMatchObject({ accepted: 0, rejected: 1 });
    const form = {
      kind: 'trainee',
      name: { family: 'ALAOUI', given: 'Rim' },
      birthDate: '2004-05-07',
      group: 'NTX ١٠١',
    };
    const { body } = await admin.post('/v1/persons', { ...form, academyId: here.id });
    expect(body.placements[0].group.code).toBe('NTX101');
    const listed = (await admin.get(`/v1/persons?group=${encodeURIComponent('NTX١٠١')}&academyId=${here.id}`)).body
      .items;
    expect(listed.map(({ id }: { id: string }) => id)).toContain(body.id);
  });

  it('is told otherwise by no second row, and assigned once', async () => {
    const matricule = newMatricule();
    const rows = ['NET 1', 'NET1'].map((Code, line) =>
      rowOf({ MatriculeEtudiant: matricule, Code, Site: here.code, EtudiantActif: line === 0 ? 'oui' : 'non' }),
    );
    expect(await roster(...rows)).toMatchObject({ accepted: 1, rejected: 1 });
    const role = { subject: 'somebody', role: 'trainer', academyId: here.id, until: '2027-01-31' };
    const director = admin.as(await tokens.of({ role: 'academy-manager', academies: [here.id] }));
    expect(await director.post('/v1/assignments', { ...role, group: 'net1' })).toMatchObject({
      status: 201,
      body: { group: 'NET 1' },
    });
    expect(await director.post('/v1/assignments', { ...role, group: 'NET 1' })).toMatchObject({
      body: { code: 'ASSIGNMENT_EXISTS' },
    });
  });

  it('is one where two rosters write it first at once', async () => {
    const matricules = [newMatricule(), newMatricule()];
    await Promise.all(
      matricules.map((MatriculeEtudiant, at) =>
        roster(rowOf({ MatriculeEtudiant, Site: here.code, Code: ['GES9', 'GES 9'][at]! })),
      ),
    );
    const codes = (await Promise.all(matricules.map(groupsOf))).map(([placed]) => placed![0]);
    expect(new Set(codes).size).toBe(1);
  });
});
