import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { styled, workbookOf } from '@takwin/platform/testing';
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
    ['FILE_HAS_NO_ROWS', workbookOf({ Feuil1: [columns] }), ''],
    ['HEADER_UNKNOWN', workbookOf({ Feuil1: [['Pointure'], [1]] }), 'Pointure'],
  ])('is refused with %s, in words that say what to do', async (code, file, said) => {
    expect(await take(file, `&academyId=${here.id}`)).toMatchObject({
      state: 'refused',
      code,
      detail: expect.stringContaining(said),
    });
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
