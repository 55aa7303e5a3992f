import { afterAll, expect, it } from '@jest/globals';
import { type SheetCell, styled, workbookOf, workbookParts, zipOf } from '@takwin/platform/testing';
import { NAMES, oddFiles, textOf } from '../testing/odd-files.js';

const { rowOf, outcomeOf, person, close } = await oddFiles();
afterAll(close);

const text = (about: Partial<Parameters<typeof textOf>[0]> = {}): string => textOf({ rows: [rowOf()], ...about });
const book = (...rows: SheetCell[][]) => workbookOf({ Feuil1: [NAMES, ...rows] });
const xml = (x: string): SheetCell => ({ xml: x });
const withParts = (rows: SheetCell[][], change: (s: string) => string) => {
  const p = workbookParts({ Feuil1: [NAMES, ...rows] });
  p['xl/worksheets/sheet1.xml'] = change(p['xl/worksheets/sheet1.xml']!);
  return zipOf(p);
};

const FILES: [name: string, file: () => string | Buffer, outcome: string][] = [
  ['xlsx plain', () => book(rowOf()), '1 of 1'],
  [
    'xlsx number matricule',
    () => {
      const r: SheetCell[] = rowOf();
      r[0] = Number(r[0]);
      return book(r);
    },
    '1 of 1',
  ],
  [
    'xlsx date cell',
    () => {
      const r: SheetCell[] = rowOf();
      r[4] = styled('day', 38384);
      return book(r);
    },
    '1 of 1',
  ],
  [
    'xlsx date with a time',
    () => {
      const r: SheetCell[] = rowOf();
      r[4] = styled('instant', 38384.5);
      return book(r);
    },
    '0 of 1 2 DATE_WITH_TIME DateNaissance',
  ],
  [
    'xlsx iso date cell type d',
    () => {
      const r: SheetCell[] = rowOf();
      r[4] = xml('<c t="d"><v>2005-02-01T00:00:00</v></c>');
      return book(r);
    },
    '1 of 1',
  ],
  [
    'xlsx formula name',
    () => {
      const r: SheetCell[] = rowOf();
      r[1] = xml('<c t="str"><f>UPPER("tazi")</f><v>TAZI</v></c>');
      return book(r);
    },
    '1 of 1',
  ],
  [
    'xlsx formula uncomputed',
    () => {
      const r: SheetCell[] = rowOf();
      r[1] = xml('<c><f>A1</f></c>');
      return book(r);
    },
    'refused WORKBOOK_UNREADABLE',
  ],
  [
    'xlsx error cell',
    () => {
      const r: SheetCell[] = rowOf();
      r[6] = xml('<c t="e"><v>#N/A</v></c>');
      return book(r);
    },
    '0 of 1 2 INVALID_TEXT Code',
  ],
  [
    'xlsx hidden sheet',
    () => workbookOf({ Listes: [['Homme']], Feuil1: [NAMES, rowOf()] }, { hidden: ['Listes'] }),
    '1 of 1',
  ],
  ['xlsx all hidden', () => workbookOf({ Feuil1: [NAMES, rowOf()] }, { hidden: ['Feuil1'] }), 'refused FILE_IS_EMPTY'],
  ['xlsx two sheets', () => workbookOf({ A: [NAMES, rowOf()], B: [NAMES, rowOf()] }), 'refused SHEETS_WITH_DATA'],
  [
    'xlsx merged codes',
    () =>
      withParts([rowOf(), rowOf()], (s) =>
        s.replace('</sheetData>', '</sheetData><mergeCells><mergeCell ref="G2:G3"/></mergeCells>'),
      ),
    'refused CELLS_MERGED',
  ],
  [
    'xlsx hidden row',
    () => withParts([rowOf(), rowOf()], (s) => s.replace('<row r="3"', '<row hidden="1" r="3"')),
    '2 of 2',
  ],
  [
    'xlsx hidden column',
    () =>
      withParts([rowOf()], (s) =>
        s.replace('<sheetData>', '<cols><col min="7" max="7" hidden="1"/></cols><sheetData>'),
      ),
    '1 of 1',
  ],
  ['xlsx title row', () => workbookOf({ Feuil1: [['Liste'], NAMES, rowOf()] }), 'refused HEADER_UNKNOWN'],
  [
    'xlsx starts at column B',
    () =>
      workbookOf({
        Feuil1: [
          [null, ...NAMES],
          [null, ...rowOf()],
        ],
      }),
    '1 of 1',
  ],
  [
    'xlsx rich text',
    () => {
      const r: SheetCell[] = rowOf();
      r[1] = xml('<c t="inlineStr"><is><r><t>TA</t></r><r><t>ZI</t></r></is></c>');
      return book(r);
    },
    '1 of 1',
  ],
  [
    'xlsx year as power',
    () => {
      const r: SheetCell[] = rowOf();
      r[8] = styled('power', 1);
      return book(r);
    },
    '1 of 1',
  ],
  ['zip of csvs', () => zipOf({ 'a.csv': text(), 'b.csv': text() }), '2 of 2'],
  ['zip with mac litter', () => zipOf({ 'a.csv': text(), '__MACOSX/._a.csv': 'x', '.DS_Store': 'x' }), '1 of 1'],
  ['zip of xlsx', () => zipOf({ 'a.xlsx': book(rowOf()) }), 'refused ZIP_HOLDS_OTHERS'],
];

it.each(FILES)('%s', async (_, file, outcome) => {
  expect(await outcomeOf(file())).toBe(outcome);
  const found = outcome === '1 of 1' ? await person() : undefined;
  if (found) expect(found).toMatchObject({ birthDate: '2005-02-01', placements: [{ state: 'active' }] });
});
