import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CATALOGUE } from '@takwin/contracts/refusals';
import type { apiOf } from '@takwin/platform/testing';
import { CinVault } from '../persons/cin.js';
import { academiesService } from '../testing/academies-service.js';
import { HEADER, newMatricule, rowOf } from '../testing/konosys-file.js';
import { RunImportHandler } from './run-import.js';

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);
let here: { id: string; code: string };
beforeAll(async () => {
  [here] = (await admin.get('/v1/academies?first=1')).body.items;
});

type Row = Record<string, string>;
const HEADED = `${HEADER},Nom_Arabe,Prenom_arabe`;

/** Of each rejected row the line, then the columns that it is told of, each with its code. */
async function faults(rows: Row[], as: ReturnType<typeof apiOf> = admin): Promise<string[]> {
  const line = ({ arabic = ',', ...about }: Row): string => `${rowOf({ Site: here.code, ...about })},${arabic}`;
  const file = [HEADED, ...rows.map(line)].join('\r\n');
  const headers = { 'content-type': 'text/csv' };
  const { body } = await as.post(`/v1/imports?kind=konosys&academyId=${here.id}`, file, { headers });
  await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
  const rejected = String((await admin.get(`/v1/imports/${body.id}/rejected.csv`)).body);
  return [...rejected.matchAll(/,(\d+),([A-Z_]+),(\w*),(?:"((?:[^"]|"")*)"|[^,\r]*)\r?$/gm)].map(
    ([, at, code, column, reason = '']) =>
      [
        `${at} ${column} ${code}`,
        ...[...reason.matchAll(/(\w+) \(([A-Z_]+)\)/g)].map((one) => `${one[1]} ${one[2]}`),
      ].join(),
  );
}

let cards = 200_000;
const known = () => ({
  ...{ MatriculeEtudiant: newMatricule(), CIN: `TL${++cards}`, Nom: 'BENKIRANE', Prenom: 'Youssef' },
  arabic: 'بنكيران,يوسف',
});
const OTHERS: [string, Row, string[]][] = [
  ['name', { Nom: 'OUAZZANI' }, ['Nom']],
  ['given name', { Prenom: 'Hamza' }, ['Prenom']],
  ['birth date', { DateNaissance: '02/03/2004' }, ['DateNaissance']],
  ['CIN', { CIN: 'TM100000' }, ['CIN']],
  ['Arabic name', { arabic: 'الوزاني,حمزة' }, ['Nom_Arabe', 'Prenom_arabe']],
  ['everything', { Nom: 'OUAZZANI', DateNaissance: '02/03/2004', CIN: 'TM100001' }, ['Nom', 'DateNaissance', 'CIN']],
];

describe('a row that says another', () => {
  it.each(OTHERS)('%s than is known is told each column of it, whoever sends it', async (_, other, columns) => {
    const manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [here.id] }));
    for (const as of [admin, manager]) {
      const person = known();
      expect(await faults([person], as)).toEqual([]);
      const [told, ...more] = await faults([{ ...person, ...other }], as);
      expect(more).toEqual([]);
      const expected = columns.map((column) => `${column} CONFLICTING_IDENTITY`);
      expect(told!.slice(2).split(',').toSorted()).toEqual(expected.toSorted());
    }
  });

  it.each(OTHERS)(
    '%s than a line above says of somebody new is told so, in the same columns',
    async (_, other, columns) => {
      const person = known();
      const between = Array.from({ length: 1000 }, () => ({}));
      for (const apart of [[], between]) {
        const one = apart.length > 0 ? known() : person;
        const [told, ...more] = await faults([one, ...apart, { ...one, ...other }]);
        expect(more).toEqual([]);
        const expected = columns.map((column) => `${column} PERSON_TOLD_OTHERWISE`);
        expect(told!.replace(/^\d+ /, '').split(',').toSorted()).toEqual(expected.toSorted());
      }
    },
  );

  it('name than before a correction by a document is told which columns were corrected', async () => {
    const person = known();
    await faults([person]);
    const [{ id, version }] = (await admin.post('/v1/persons/search', { matricule: person.MatriculeEtudiant })).body
      .items;
    const said = { name: { family: 'OUAZZANI', given: 'Youssef' }, birthDate: '2003-05-06' };
    const proof = { reason: 'The card was seen', document: 'DR-04/2026/118' };
    const { status } = await admin.patch(
      `/v1/persons/${id}/identity`,
      { ...said, ...proof },
      { headers: { 'if-match': `"${version}"` } },
    );
    expect(status).toBe(200);
    const row = { ...person, arabic: ',' };
    expect(await faults([row])).toEqual(['2 Nom IDENTITY_WAS_CORRECTED,DateNaissance IDENTITY_WAS_CORRECTED']);
    expect(await faults([{ ...row, DateNaissance: '06/05/2003' }])).toEqual(['2 Nom IDENTITY_WAS_CORRECTED']);
  });
});

it('tells faults against the register together: another name, and the card of somebody else', async () => {
  const [one, other] = [known(), known()];
  await faults([one, { ...other, CIN: '' }]);
  expect(await faults([{ ...other, CIN: one.CIN, Nom: 'OUAZZANI' }])).toEqual([
    '2 CIN CIN_OF_ANOTHER_PERSON,Nom CONFLICTING_IDENTITY',
  ]);
});

it('tells all columns that a line above says otherwise', async () => {
  const person = known();
  const told = await faults([
    { ...person, Sexe: 'F', CodeDiplome: 'DIA_DEV_TS' },
    { ...person, Sexe: 'M', CodeDiplome: 'DIA_ID_TS' },
  ]);
  expect(told).toEqual(['3 Sexe PERSON_TOLD_OTHERWISE,CodeDiplome PLACEMENT_TOLD_OTHERWISE']);
});

it('says in words that it is this column that contradicts', () => {
  const { fr, en, ar } = CATALOGUE.refusals.CONFLICTING_IDENTITY!;
  expect([fr[1], en[1], ar[1]]).toEqual([
    expect.stringContaining('cette colonne'),
    expect.stringContaining('this column'),
    expect.stringContaining('هذا العمود'),
  ]);
});
