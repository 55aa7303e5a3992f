import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { savedBySpreadsheet } from '@takwin/platform/testing';
import { CinVault } from '../persons/cin.js';
import { academiesService } from '../testing/academies-service.js';
import { fileOf, HEADER, newMatricule, rowOf } from '../testing/konosys-file.js';
import { RunImportHandler } from './run-import.js';

const { database, running, admin, tokens, close } = await academiesService();
afterAll(close);
let Site: string;
beforeAll(async () => {
  Site = (await admin.get('/v1/academies?first=1')).body.items[0].code;
});

/** What a file came to, and of its rejected rows the line, the code and the column. */
async function take(file: string, query = '', sender = admin) {
  const headers = { 'content-type': 'text/csv' };
  const { body } = await sender.post(`/v1/imports?kind=konosys${query}`, file, { headers });
  await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
  const { accepted, rejected, changes, rows, state, code } = (await admin.get(`/v1/imports/${body.id}`)).body;
  const csv = String((await admin.get(`/v1/imports/${body.id}/rejected.csv`)).body);
  const faults = csv.trim().split('\r\n').slice(1);
  return {
    accepted,
    rejected,
    changes,
    ...{ rows, state, code },
    csv,
    faults: faults.map((line) => /\d+,[A-Z_]+,\w*(?=,[^,]*$|,")/.exec(line)?.[0]),
  };
}

const withoutSite = (file: string): string => file.replaceAll(/(?<=^(?:[^,]*,){9})[^,]*,/gm, '');

const placementsOf = async (matricule: string): Promise<string[]> => {
  const [{ placements }] = (await admin.post('/v1/persons/search', { matricule })).body.items;
  return placements.map((one: { state: string; group: { code: string } }) => `${one.group.code} ${one.state}`);
};

describe('two rows about one placement', () => {
  it.each([
    ['oui', 'non', 'active'],
    ['non', 'oui', 'ended'],
  ])('of which the one says %s and the other %s are not both taken', async (first, second, state) => {
    const same = { MatriculeEtudiant: newMatricule(), Site };
    const rows = [
      rowOf({ ...same, EtudiantActif: first }),
      rowOf({ ...same, EtudiantActif: second }),
      rowOf({ ...same, EtudiantActif: first }),
      rowOf({ ...same, EtudiantActif: second, Code: 'DEV102' }),
    ];
    expect(await take(fileOf(...rows))).toMatchObject({
      ...{ accepted: 3, rejected: 1, faults: ['3,PLACEMENT_TOLD_OTHERWISE,EtudiantActif'] },
    });
    expect((await placementsOf(same.MatriculeEtudiant))[0]).toBe(`DEV101 ${state}`);
  });

  it('are not, however far apart they stand', async () => {
    const same = { MatriculeEtudiant: newMatricule(), Site };
    const others = Array.from({ length: 1000 }, () => rowOf({ Site }));
    const rows = [rowOf(same), ...others, rowOf({ ...same, EtudiantActif: 'non' })];
    expect((await take(fileOf(...rows))).faults).toEqual(['1003,PLACEMENT_TOLD_OTHERWISE,EtudiantActif']);
    expect(await placementsOf(same.MatriculeEtudiant)).toEqual(['DEV101 active']);
  });
});

it('names no column that the file does not have', async () => {
  const own = (await admin.get('/v1/academies?first=3')).body.items[2];
  await admin.post(`/v1/academies/${own.id}/suspend`);
  const { faults } = await take(withoutSite(fileOf(rowOf({ Site }))), `&academyId=${own.id}`);
  expect(faults).toEqual(['2,ACADEMY_IS_SUSPENDED,']);
});

it('is refused whole for the academyId of an academy of somebody else, whatever its rows say', async () => {
  const [mine, other] = (await admin.get('/v1/academies?first=2')).body.items as { id: string; code: string }[];
  const manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [mine!.id] }));
  for (const sent of [
    withoutSite(fileOf(rowOf({ Site }))),
    ...['', mine!.code].map((one) => fileOf(rowOf({ Site: one }))),
  ])
    expect(await take(sent, `&academyId=${other!.id}`, manager)).toMatchObject({
      ...{ state: 'refused', code: 'FORBIDDEN_ACADEMY', rows: 0 },
    });
});

describe('what a file tells twice otherwise', () => {
  const HEADED = `${HEADER},Nom_Arabe,Prenom_arabe`;
  const twice = async (first: Record<string, string>, second: Record<string, string>) => {
    const same = { MatriculeEtudiant: newMatricule(), Site, CIN: '' };
    const line = ({ arabic = ',', ...about }: Record<string, string>) => `${rowOf({ ...same, ...about })},${arabic}`;
    return { ...same, ...(await take([HEADED, line(first), line(second)].join('\r\n'))) };
  };

  it.each<[string, string, string, string]>([
    ['CodeDiplome', 'DIA_DEV_TS', 'DIA_ID_TS', 'PLACEMENT_TOLD_OTHERWISE'],
    ['diplome', 'Technicien', 'Qualification', 'PLACEMENT_TOLD_OTHERWISE'],
    ['EtudiantActif', 'oui', 'non', 'PLACEMENT_TOLD_OTHERWISE'],
    ['Sexe', 'M', 'F', 'PERSON_TOLD_OTHERWISE'],
  ])('in %s is refused, and is not where a cell is empty', async (column, one, other, code) => {
    const refused = { accepted: 1, faults: [`3,${code},${column}`] };
    expect(await twice({ [column]: one }, { [column]: other })).toMatchObject(refused);
    expect(await twice({ [column]: other }, { [column]: one })).toMatchObject(refused);
    expect(await twice({ [column]: one, anneeEtude: '' }, { [column]: other })).toMatchObject(refused);
    expect(await twice({ [column]: one }, { [column]: other, anneeEtude: '' })).toMatchObject(refused);
    if (column !== 'EtudiantActif')
      expect(await twice({ [column]: one }, { [column]: '' })).toMatchObject({ accepted: 2, faults: [] });
  });

  it.each([
    ['DateNaissance', '01/02/2005', '02/02/2005'],
    ['CIN', 'QA481234', 'QA481235'],
  ])('in %s is another person', async (column, one, other) => {
    const { faults } = await twice({ [column]: one }, { [column]: other });
    expect(faults).toEqual([`3,PERSON_TOLD_OTHERWISE,${column}`]);
  });

  it('in Arabic letters is refused', async () => {
    const { faults } = await twice({ arabic: 'التازي,سلمى' }, { arabic: 'التازي,ليلى' });
    expect(faults).toEqual(['3,PERSON_TOLD_OTHERWISE,Prenom_arabe']);
  });

  it('is no placement of another year, or of another group', async () => {
    const [filiere, other] = [{ CodeDiplome: 'DIA_DEV_TS' }, { CodeDiplome: 'DIA_ID_TS' }];
    expect(await twice(filiere, { ...other, anneeEtude: '2' })).toMatchObject({ accepted: 2 });
    expect(await twice(filiere, { ...other, Code: 'DEV102' })).toMatchObject({ accepted: 2 });
  });
});

it('refuses a row whose Site is another academy than academyId, and takes one without', async () => {
  const [mine, other] = (await admin.get('/v1/academies?first=2')).body.items as { id: string; code: string }[];
  const file = fileOf(rowOf({ Site: other!.code }), rowOf({ Site: mine!.code }), rowOf({ Site: '' }));
  expect(await take(file, `&academyId=${mine!.id}`)).toMatchObject({
    ...{ accepted: 2, rejected: 1, faults: ['2,SITE_TOLD_OTHERWISE,Site'] },
  });
});

describe('a row of the programme’s that says the name otherwise', () => {
  const HEADED = `${HEADER},Nom_Arabe,Prenom_arabe`;
  const send = async (about: Record<string, string>, arabic = ','): Promise<unknown> =>
    take(`${HEADED}\r\n${rowOf({ Site, ...about })},${arabic}`);

  it('leaves the Arabic one where it is a spelling, and is refused where it is another name', async () => {
    const known = { MatriculeEtudiant: newMatricule() };
    await send({ ...known, Nom: 'BENKIRANE', Prenom: 'Youssef' }, 'بنكيران,يوسف');
    const spelled = { ...known, Nom: 'Ben Kirane', Prenom: 'Yousef' };
    expect(await send(spelled)).toMatchObject({ accepted: 1, changes: 1 });
    for (const [Nom, Prenom, arabic] of [
      ['OUAZZANI', 'Hamza', ','],
      ['OUAZZANI', 'Youssef', ','],
      ['OUAZZANI', 'Hamza', 'الوزاني,حمزة'],
    ])
      expect(await send({ ...known, Nom: Nom!, Prenom: Prenom! }, arabic)).toMatchObject({ rejected: 1, changes: 0 });
    const [{ name }] = (await admin.post('/v1/persons/search', { matricule: known.MatriculeEtudiant })).body.items;
    expect(name).toEqual({ fr: 'Yousef Ben Kirane', ar: 'يوسف بنكيران' });
    expect(await send(spelled)).toMatchObject({ accepted: 1, changes: 0 });
  });
});

it.each([
  ['NULL', 'STANDS_FOR_NONE'],
  ['néant', 'STANDS_FOR_NONE'],
  ['غير متوفر', 'STANDS_FOR_NONE'],
  ['=1+1', 'IS_FORMULA'],
  ['Salma', 'INVALID_NAME'],
])('an Arabic name is not %s', async (arabic, code) => {
  const { faults } = await take(`${HEADER},Nom_Arabe\r\n${rowOf({ Site })},${arabic}`);
  expect(faults).toEqual([`2,${code},Nom_Arabe`]);
});

describe('a quotation mark alone', () => {
  const about = { Code: '"DEV101', CodeDiplome: '"DIA_DEV_TS', Nom: '"TAZI', Prenom: 'Sal"ma', NTelelephone: '"06' };
  const isRefused = { accepted: 0, rejected: Object.keys(about).length };
  const rows = (): string[] => Object.entries(about).map(([column, cell]) => rowOf({ Site, [column]: cell }));
  const QUOTED = ['2', '3', '4', '5', '6'].map((line) => `${line},QUOTE_UNPAIRED,`);

  it('stays refused where the rejected file comes back uncorrected, and is taken once it is gone', async () => {
    const first = await take(fileOf(...rows()));
    expect(first).toMatchObject({ ...isRefused, faults: QUOTED });
    for (const file of [first.csv, savedBySpreadsheet(first.csv)])
      expect(await take(file)).toMatchObject({ ...isRefused, faults: QUOTED, csv: first.csv });
    expect(await take(savedBySpreadsheet(first.csv).replaceAll('""', ''))).toMatchObject({ accepted: 5, faults: [] });
  });

  it('hides no fault of another cell, and is told first', async () => {
    const { csv } = await take(fileOf(rowOf({ Site, Prenom: 'Sa"l', Nom: 'NULL', DateNaissance: '31/02/2004' })));
    expect(csv).toMatch(/,2,QUOTE_UNPAIRED,,.*Nom \(STANDS_FOR_NONE\).*DateNaissance \(INVALID_DATE\)/);
    expect(csv).not.toContain('Prenom (');
  });

  it.each(['Code', 'CodeDiplome'])('is no part of %s, however it is written', async (column) => {
    const { faults } = await take(fileOf(rowOf({ Site, [column]: '"""DEV101"""' })));
    expect(faults).toEqual([`2,INVALID_TEXT,${column}`]);
  });
});

it.each(['01/02/2026', '1E+05', '0', '"DEV101'])('%s is no group at any door', async (group) => {
  const { id: academyId } = (await admin.get('/v1/academies?first=1')).body.items[0];
  const name = { family: 'TAZI', given: 'Nada' };
  const given = { subject: 'one', role: 'trainer', academyId, group, until: '2027-01-01' };
  const answers = [
    await admin.post('/v1/persons', { kind: 'staff', academyId, name, group }),
    await admin.get(`/v1/persons?group=${encodeURIComponent(group)}`),
    await admin.post('/v1/assignments', given),
  ];
  expect(answers.map(({ status }) => status)).toEqual([422, 422, 422]);
});

describe('a group in other case', () => {
  it('is the same one at each door', async () => {
    const { id: academyId } = (await admin.get('/v1/academies?first=1')).body.items[0];
    const matricule = newMatricule();
    const row = (Code: string): string => fileOf(rowOf({ MatriculeEtudiant: matricule, Site, Code }));
    expect(await take(row('tri201'))).toMatchObject({ accepted: 1, changes: 1 });
    expect(await take(row('Tri201'))).toMatchObject({ accepted: 1, changes: 0 });
    expect(await placementsOf(matricule)).toEqual(['TRI201 active']);
    const name = { family: 'TAZI', given: 'Rita' };
    await admin.post('/v1/persons', { kind: 'staff', academyId, name, group: 'tRi201' });
    for (const group of ['TRI201', 'tri201'])
      expect((await admin.get(`/v1/persons?group=${group}`)).body.items).toHaveLength(2);
    const given = { subject: 'two', role: 'trainer', academyId, group: 'tri201', until: '2027-01-01' };
    expect((await admin.post('/v1/assignments', given)).body).toMatchObject({ group: 'TRI201' });
    expect((await admin.post('/v1/assignments', { ...given, group: 'Tri201' })).body.code).toBe('ASSIGNMENT_EXISTS');
  });

  it('is one placement in a file', async () => {
    const same = { MatriculeEtudiant: newMatricule(), Site };
    const rows = [rowOf({ ...same, Code: 'DEV101' }), rowOf({ ...same, Code: 'dev101', EtudiantActif: 'non' })];
    expect((await take(fileOf(...rows))).faults).toEqual(['3,PLACEMENT_TOLD_OTHERWISE,EtudiantActif']);
  });
});

it('a group is as long at each door', async () => {
  const [longest, tooLong] = ['D'.repeat(120), 'D'.repeat(121)];
  const { id: academyId } = (await admin.get('/v1/academies?first=1')).body.items[0];
  const doors = async (group: string): Promise<number[]> => {
    const name = { family: 'TAZI', given: `Nada ${group.length === 120 ? 'Une' : 'Deux'}` };
    const until = '2027-01-01';
    return [
      (await take(fileOf(rowOf({ Site, Code: group })))).accepted,
      (await admin.post('/v1/persons', { kind: 'staff', academyId, name, group })).status,
      (await admin.get(`/v1/persons?group=${group}`)).status,
      (await admin.post('/v1/assignments', { subject: 'one', role: 'trainer', academyId, group, until })).status,
    ];
  };
  expect(await doors(longest)).toEqual([1, 201, 200, 201]);
  expect(await doors(tooLong)).toEqual([0, 422, 422, 422]);
});
