import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CATALOGUE } from '@takwin/contracts/refusals';
import { savedBySpreadsheet } from '@takwin/platform/testing';
import { CinVault } from '../persons/cin.js';
import { academiesService } from '../testing/academies-service.js';
import { fileOf, rowOf } from '../testing/konosys-file.js';
import { ROW_CODES } from './konosys-row.js';
import { RunImportHandler } from './run-import.js';

const { database, running, admin, close } = await academiesService();
afterAll(close);
let Site: string;
beforeAll(async () => {
  Site = (await admin.get('/v1/academies?first=1')).body.items[0].code;
});

type Wrong = [Record<string, string>, (typeof ROW_CODES)[number]];
const WRONG: Wrong[] = [
  [{ MatriculeEtudiant: '9.99E+12' }, 'MATRICULE_DAMAGED'],
  [{ MatriculeEtudiant: '"9,998E+12"' }, 'MATRICULE_DAMAGED'],
  [{ MatriculeEtudiant: '1e13' }, 'MATRICULE_DAMAGED'],
  [{ MatriculeEtudiant: '12' }, 'INVALID_FORMAT'],
  [{ MatriculeEtudiant: 'E+12' }, 'INVALID_FORMAT'],
  [{ Nom: '' }, 'TOO_SMALL'],
  [{ Nom: 'A'.repeat(121) }, 'TOO_BIG'],
  [{ Code: 'D'.repeat(121) }, 'TOO_BIG'],
  [{ Nom: 'NULL' }, 'STANDS_FOR_NONE'],
  [{ Prenom: 'néant' }, 'STANDS_FOR_NONE'],
  ...['#N/A', 'N/A', '-', 'nan', 'XXX'].map((Nom): Wrong => [{ Nom }, 'STANDS_FOR_NONE']),
  ...['=1+1', '+212', '@SUM'].map((Prenom): Wrong => [{ Prenom }, 'IS_FORMULA']),
  [{ Nom: 'TAZI 2' }, 'INVALID_NAME'],
  [{ Code: 'n/a' }, 'STANDS_FOR_NONE'],
  [{ Nom: '-TAZI' }, 'IS_FORMULA'],
  [{ Code: '=1+1' }, 'IS_FORMULA'],
  [{ Prenom: '!' }, 'INVALID_NAME'],
  [{ EtudiantActif: 'peut-être' }, 'INVALID_VALUE'],
  [{ Sexe: '?' }, 'INVALID_VALUE'],
  [{ anneeEtude: 'x' }, 'INVALID_TYPE'],
  [{ anneeEtude: '1.5' }, 'INVALID_TYPE'],
  [{ anneeEtude: '9' }, 'INVALID_VALUE'],
  [{ anneeEtude: '-1' }, 'INVALID_VALUE'],
  [{ anneeEtude: '-' }, 'STANDS_FOR_NONE'],
  [{ DateNaissance: '31/02/2005' }, 'INVALID_DATE'],
  ...['2005-01-31T23:00:00Z', '01/02/2005 09:30'].map((DateNaissance): Wrong => [{ DateNaissance }, 'DATE_WITH_TIME']),
  [{ DateNaissance: '01/02/2024' }, 'IMPLAUSIBLE_AGE'],
  [{ CIN: '12ABC' }, 'INVALID_CIN'],
  [{ Code: '#REF!' }, 'INVALID_TEXT'],
  ...[
    '01/02/2026',
    '1/2/26',
    '2026-02-01',
    '01/02/2026 00:00',
    '1E+05',
    '1.00E-05',
    '0',
    '12:30',
    '09:05:00',
    'VRAI',
    'FAUX',
    '1.5',
    '"1,5"',
    '10%',
    '0.5 %',
  ].flatMap((code): Wrong[] => [
    [{ Code: code }, 'CODE_DAMAGED'],
    [{ CodeDiplome: code }, 'CODE_DAMAGED'],
  ]),
  [{ CodeDiplome: '#N/A' }, 'INVALID_TEXT'],
  [{ diplome: '#NOM?' }, 'INVALID_TEXT'],
];

describe('the reason of a rejected row', () => {
  it.each(ROW_CODES)('%s has words in each language', (code) => {
    for (const language of ['fr', 'ar', 'en'] as const)
      expect(CATALOGUE.refusals[code]?.[language].every((text) => text !== '' && !text.includes('{'))).toBe(true);
  });

  it('is told in the language of who reads the file, whatever the row lacks', async () => {
    const file = fileOf(...WRONG.map(([cells]) => rowOf({ Site, ...cells })));
    const { body } = await admin.post('/v1/imports?kind=konosys', file, { headers: { 'content-type': 'text/csv' } });
    await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
    expect((await admin.get(`/v1/imports/${body.id}`)).body).toMatchObject({ accepted: 0, rejected: WRONG.length });
    for (const language of ['fr', 'ar', 'en'] as const) {
      const headers = { 'accept-language': language };
      const lines = String((await admin.get(`/v1/imports/${body.id}/rejected.csv`, { headers })).body)
        .trim()
        .split('\r\n')
        .slice(1);
      for (const [index, [, code]] of WRONG.entries()) {
        const sentence = CATALOGUE.refusals[code]![language][1].replace(/\.$/, '');
        const [, said] = lines[index]!.replaceAll('"', '').split(new RegExp(`,${index + 2},${code},\\w+,`));
        expect(said!.startsWith(sentence)).toBe(true);
        expect(said!.slice(sentence.length)).toMatch(/^(\.| ?: .*\.)$/);
      }
    }
  });

  it('is read back from Windows-1256, as an Arabic Windows saves it beside Arabic names', async () => {
    const file = fileOf(...WRONG.map(([cells]) => rowOf({ Site, ...cells }))).replace('Nom,', 'Nom,Nom_Arabe,');
    const named = file.replaceAll(/(?<=\n(?:"[^"]*"|[^,"\n]*),(?:[^,\n]*),)/g, 'التازي,');
    const { body } = await admin.post('/v1/imports?kind=konosys', named, { headers: { 'content-type': 'text/csv' } });
    await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
    const headers = { 'accept-language': 'ar' };
    const rejected = String((await admin.get(`/v1/imports/${body.id}/rejected.csv`, { headers })).body);
    expect(rejected).toContain(CATALOGUE.refusals['STANDS_FOR_NONE']!.ar[1]);
    const letters = new TextDecoder('windows-1256').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
    const saved = Buffer.from(Array.from(rejected, (letter) => Math.max(0, letters.indexOf(letter)) || 0x3f));
    const sent = await admin.post('/v1/imports?kind=konosys', saved, { headers: { 'content-type': 'text/csv' } });
    expect(sent).toMatchObject({ status: 202, body: { encoding: 'windows-1256', encodingBecause: 'arabic-words' } });
  });

  it('says what the column is to hold', async () => {
    const wrong: Record<string, string>[] = [
      { MatriculeEtudiant: '202610010200' },
      { MatriculeEtudiant: '0000000000000' },
      { EtudiantActif: 'Actif' },
      { Sexe: 'X' },
      { Nom: 'A'.repeat(121) },
      { Code: 'D'.repeat(121) },
      { Code: '<b>' },
      { CodeDiplome: 'HÃ©lÃ¨ne' },
      ...['0', '2025', 'première'].map((anneeEtude) => ({ anneeEtude })),
    ];
    const file = fileOf(...wrong.map((cells) => rowOf({ Site, ...cells })));
    const { body } = await admin.post('/v1/imports?kind=konosys', file, { headers: { 'content-type': 'text/csv' } });
    await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
    const lines = String((await admin.get(`/v1/imports/${body.id}/rejected.csv`)).body)
      .trim()
      .split('\r\n');
    expect(lines.slice(1).map((line) => line.replace(/^.*,\d+,([A-Z])/, '$1').replaceAll('"', ''))).toEqual([
      'INVALID_FORMAT,MatriculeEtudiant,Corrigez la valeur de cette colonne : 13 chiffres.',
      'INVALID_VALUE,MatriculeEtudiant,Utilisez l’une des valeurs acceptées dans cette colonne : pas uniquement des zéros.',
      'INVALID_VALUE,EtudiantActif,Utilisez l’une des valeurs acceptées dans cette colonne : OUI ou NON.',
      'INVALID_VALUE,Sexe,Utilisez l’une des valeurs acceptées dans cette colonne : F, M ou H, ou rien.',
      'TOO_BIG,Nom,Raccourcissez le texte de cette colonne, ou écrivez un nombre plus petit : 120 caractères au plus.',
      'TOO_BIG,Code,Raccourcissez le texte de cette colonne, ou écrivez un nombre plus petit : 120 caractères au plus.',
      'INVALID_TEXT,Code,Saisissez à nouveau la valeur de cette colonne : des lettres latines, arabes ou tifinaghes, des chiffres et des signes, sans balises ni images.',
      'INVALID_TEXT,CodeDiplome,Saisissez à nouveau la valeur de cette colonne : des lettres telles qu’elles ont été écrites, et non lues dans un autre encodage.',
      'INVALID_VALUE,anneeEtude,Utilisez l’une des valeurs acceptées dans cette colonne : une année d’études de 1 à 5.',
      'INVALID_VALUE,anneeEtude,Utilisez l’une des valeurs acceptées dans cette colonne : une année d’études de 1 à 5.',
      'INVALID_TYPE,anneeEtude,Corrigez la valeur de cette colonne : une année d’études de 1 à 5.',
    ]);
  });

  it('names every column at once, with its code, and the row comes back with the same ones', async () => {
    const cells = { Nom: 'NULL', Prenom: 'x1', EtudiantActif: '?', DateNaissance: '01/02/2024', CIN: '12ABC' };
    const send = async (file: string, language: string) => {
      const { body } = await admin.post('/v1/imports?kind=konosys', file, { headers: { 'content-type': 'text/csv' } });
      await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
      const headers = { 'accept-language': language };
      return String((await admin.get(`/v1/imports/${body.id}/rejected.csv`, { headers })).body);
    };
    const reasons = (file: string): string[] =>
      /,2,STANDS_FOR_NONE,Nom,"?(.*?)"?\r\n/.exec(file)![1]!.split(' | ').slice(1);
    const first = await send(fileOf(rowOf({ Site: 'no such academy', ...cells })), 'fr');
    expect(reasons(first).map((one) => one.split(' : ')[0])).toEqual([
      'Prenom (INVALID_NAME)',
      'EtudiantActif (INVALID_VALUE)',
      'CIN (INVALID_CIN)',
      'DateNaissance (IMPLAUSIBLE_AGE)',
      'Site (ACADEMY_UNKNOWN)',
    ]);
    for (const language of ['fr', 'ar', 'en'] as const) {
      const said = reasons(await send(savedBySpreadsheet(first), language));
      expect(said[2]).toContain(CATALOGUE.refusals.INVALID_CIN![language][1]);
    }
    expect(await send(savedBySpreadsheet(first), 'fr')).toBe(first);
  });

  it('comes back when a spreadsheet has saved the file, with the same cells', async () => {
    const groups = ['1-2', 'DEC1', '0012', '1E2'];
    const odd: Record<string, string>[] = groups.map((Code) => ({ Code, NTelelephone: '+212600000000' }));
    const rows = [...WRONG.map(([cells]) => cells), ...odd.map((cells) => ({ ...cells, Sexe: '?' }))];
    const send = async (file: string): Promise<string> => {
      const { body } = await admin.post('/v1/imports?kind=konosys', file, { headers: { 'content-type': 'text/csv' } });
      await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
      expect((await admin.get(`/v1/imports/${body.id}`)).body).toMatchObject({ accepted: 0, rejected: rows.length });
      return (await admin.get(`/v1/imports/${body.id}/rejected.csv`)).body;
    };
    const first = await send(fileOf(...rows.map((cells) => rowOf({ Site, ...cells }))));
    expect(await send(savedBySpreadsheet(first))).toBe(first);
  });
});
