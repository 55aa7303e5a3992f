import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SheetCell, styled, workbookOf, zipOf } from '@takwin/platform/testing';
import { CinVault } from '../persons/cin.js';
import { academiesService } from '../testing/academies-service.js';
import { newMatricule } from '../testing/konosys-file.js';
import { RunImportHandler } from './run-import.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const { database, running, admin, close } = await academiesService();
afterAll(close);
let here: { id: string; code: string };
beforeAll(async () => {
  here = (await admin.get('/v1/academies?first=1')).body.items[0];
});

async function take(file: string | Uint8Array, query = '') {
  const { body, status } = await admin.post(`/v1/imports?kind=konosys${query}`, file, {
    headers: { 'content-type': typeof file === 'string' ? 'text/csv' : XLSX },
  });
  expect(status).toBe(202);
  await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
  return (await admin.get(`/v1/imports/${body.id}`)).body;
}

describe('a workbook of Excel', () => {
  const columns = ['MatriculeEtudiant', 'Nom', 'Prenom', 'Nom_Arabe', 'EtudiantActif', 'DateNaissance', 'Site', 'Code'];
  const born = styled('ownDay', 38384);

  it('is taken as its rows would be as a text: numbers of 13 digits, days, and refused rows that come back', async () => {
    const [matricule, other] = [newMatricule(), newMatricule()];
    const rest = [here.code, 'DEV101'];
    const file = workbookOf({
      Feuil1: [
        columns,
        [Number(matricule), 'TAZI', 'Salma', 'التازي', true, born, ...rest],
        [null],
        [`${other}`, 'TAZI', 'Aya', null, 'oui', 38384, ...rest],
      ],
      Feuil2: [],
    });
    const told = await take(file);
    expect(told).toMatchObject({ encoding: 'utf-8', encodingBecause: 'workbook' });
    expect(told).toMatchObject({ state: 'done', rows: 2, accepted: 1, rejected: 1, persons: 1, changes: 1 });
    const [found] = (await admin.post('/v1/persons/search', { matricule })).body.items;
    expect(found).toMatchObject({ birthDate: '2005-02-01', name: { ar: 'التازي' } });
    const { body: rejected } = await admin.get(`/v1/imports/${told.id}/rejected.csv`);
    expect(rejected).toContain(',4,INVALID_DATE,DateNaissance,');
    expect(await take(rejected.replace('38384', '01/02/2005'))).toMatchObject({ accepted: 1, changes: 1 });
  });

  it.each([
    ['SHEETS_WITH_DATA', workbookOf({ 2025: [columns, ['x']], 2026: [columns] }), '2025, 2026'],
    ['WORKBOOK_UNREADABLE', Buffer.from('PK\u0003\u0004, cut off'), 'CSV UTF-8'],
    ['WORKBOOK_UNREADABLE', workbookOf({ Feuil1: [columns, [{ xml: '<c><f>A1</f></c>' }]] }), 'Feuil1!A2: '],
    ['FILE_HAS_NO_ROWS', workbookOf({ Feuil1: [columns] }), ''],
    ['HEADER_UNKNOWN', workbookOf({ Feuil1: [['Pointure'], [1]] }), 'Pointure'],
  ])('is refused with %s, in words that say what to do', async (code, file, said) => {
    expect(await take(file, `&academyId=${here.id}`)).toMatchObject({
      state: 'refused',
      code,
      detail: expect.stringContaining(said),
    });
  });

  it('whose cells a spreadsheet has taken for numbers says so of each row', async () => {
    const row = (matricule: SheetCell, group: SheetCell) => [
      matricule,
      'TAZI',
      'Aya',
      null,
      true,
      born,
      here.code,
      group,
    ];
    const file = workbookOf({
      Feuil1: [
        columns,
        row(styled('power', 9_998_000_000_000), 'DEV101'),
        ...[styled('power', 100_000), styled('percent', 1), styled('elapsed', 1)].map((group) =>
          row(newMatricule(), group),
        ),
      ],
    });
    const { id, ...told } = await take(file);
    expect(told).toMatchObject({ rows: 4, accepted: 0 });
    const { body } = await admin.get(`/v1/imports/${id}/rejected.csv`);
    expect([...body.matchAll(/,\d,([A-Z_]+),/g)].map(([, code]) => code)).toEqual([
      'MATRICULE_DAMAGED',
      ...Array(3).fill('CODE_DAMAGED'),
    ]);
  });

  it('of before 2007 is refused at the door', async () => {
    const file = Buffer.from('d0cf11e0a1b11ae1', 'hex');
    const { status, body } = await admin.post('/v1/imports?kind=konosys', file, {
      headers: { 'content-type': 'application/octet-stream', 'accept-language': 'fr' },
    });
    expect([status, body]).toMatchObject([
      422,
      { code: 'WORKBOOK_UNREADABLE', detail: expect.stringContaining('.xlsx') },
    ]);
  });
});

describe('a zip of CSV files', () => {
  const header = 'MatriculeEtudiant;Nom;Prenom;EtudiantActif;DateNaissance;Site;Code';
  const rowOf = (matricule: string, born: string) => `${matricule};TAZI;Sa\u00efd;oui;${born};${here.code};DEV101`;
  const fileOf = (...rows: string[]) => [header, ...rows].join('\r\n');

  it('is taken as one roster, and tells of each rejected row its file and line, to be sent again as one file', async () => {
    const [first, second, third, fourth] = [newMatricule(), newMatricule(), newMatricule(), newMatricule()];
    const file = zipOf({
      'groupes/b.csv': Buffer.from(fileOf(rowOf(third!, '2005-02-01'), rowOf(fourth!, '2005-02-31')), 'latin1'),
      'groupes/a.csv': fileOf(rowOf(first!, '2005-02-30'), '', rowOf(second!, '2005-02-01')),
      'groupes/c.csv': header,
    });
    const dry = await take(file, '&dryRun=true');
    expect(dry).toMatchObject({ state: 'done', encodingBecause: 'zip', rows: 4, accepted: 2, changes: 2 });
    const told = await take(file);
    expect(told).toMatchObject({ state: 'done', rows: 4, accepted: 2, rejected: 2, persons: 2, changes: 2 });
    for (const { id } of [dry, told]) {
      const { body } = await admin.get(`/v1/imports/${id}/rejected.csv`);
      expect(body).toMatch(/^Matricule.*Code,takwin_file,takwin_line,takwin_code,takwin_column,takwin_reason\r\n/);
      expect(body).toMatch(/DEV101,groupes\/a\.csv,2,INVALID_DATE,.*\r\n.*DEV101,groupes\/b\.csv,3,INVALID_DATE,/);
    }
    const { body: rejected } = await admin.get(`/v1/imports/${told.id}/rejected.csv`);
    const mended = rejected.replace('2005-02-30', '2005-02-03').replace('2005-02-31', '2005-02-03');
    expect(await take(mended)).toMatchObject({ rows: 2, accepted: 2, changes: 2 });
    const [found] = (await admin.post('/v1/persons/search', { matricule: fourth })).body.items;
    expect(found).toMatchObject({ birthDate: '2005-02-03', name: { fr: 'Saïd TAZI' } });
  });

  it.each<[string, () => Record<string, string | Buffer>, string]>([
    ['ZIP_UNREADABLE', () => ({ 'a.csv': header, '../b.csv': header }), '../b.csv: '],
    ['ZIP_UNREADABLE', () => ({ '../\0.csv': header }), 'mot de passe'],
    ['FILE_IS_EMPTY', () => ({}), 'aucune donnée'],
    ['ZIP_TOO_LARGE', () => ({ 'a.csv': Buffer.alloc(2 ** 21, 'a') }), 'a.csv: '],
    ['ZIP_HOLDS_OTHERS', () => ({ 'a.csv': header, 'b.zip': zipOf({ 'c.csv': header }) }), 'b.zip'],
    ['HEADERS_DIFFER', () => ({ 'a.csv': header, 'b.csv': 'Nom;Prenom' }), 'a.csv, b.csv'],
    ['FILE_HAS_NO_ROWS', () => ({ 'a.csv': header, 'b.csv': header }), ''],
    ['FILE_IS_MALFORMED', () => ({ 'a.csv': fileOf('1'), 'b.csv': 'Nom;"Prenom' }), 'b.csv: '],
    ['FILE_IS_EMPTY', () => ({ 'a.csv': fileOf('1'), 'b.csv': '\n' }), 'b.csv: '],
  ])('is refused whole with %s, in words that say where', async (code, files, said) => {
    const { id, ...told } = await take(zipOf(files()));
    expect(told).toMatchObject({ state: 'refused', code, changes: 0 });
    const { body } = await admin.get(`/v1/imports/${id}`, { headers: { 'accept-language': 'fr' } });
    expect(body.detail).toContain(said);
  });
});
