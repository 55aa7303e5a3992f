import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { csvHead, csvLine } from './csv-file.js';
import { savedBySpreadsheet } from '../testing/spreadsheet.js';
import { readLines } from './read-lines.js';

async function readBack(text: string): Promise<string[][]> {
  const read: string[][] = [];
  for await (const { cells, fault } of readLines(gzipSync(text), 'utf-8')) {
    expect(fault).toBeUndefined();
    read.push(cells);
  }
  return read;
}

const CELLS: [string, string][] = [
  ['nothing', ''],
  ['commas', 'a,b,,'],
  ['the separators of others', 'a;b|c\td'],
  ['quotation marks', 'the "inner" one'],
  ['quotation marks alone', '""'],
  ['line ends', 'one\ntwo\r\nthree\rfour'],
  ['a line end first', '\r\nbelow'],
  ['a tab first', '\tafter'],
  ['blanks about it', '  both  '],
  ['Arabic', 'العمراني، سلمى'],
  ['Tifinagh', 'ⵜⴰⵎⴰⵣⵉⵖⵜ'],
  ['French', 'Béni Mellal – l’Œuvre'],
  ['a formula', '=HYPERLINK("http://example.invalid";"x")'],
  ['a formula by plus', '+1+1'],
  ['a formula by at', '@SUM(A1)'],
  ['a negative number', '-5'],
  ['an apostrophe', "'Aïcha"],
  ['an apostrophe before a formula', "'=1+1"],
  ['two apostrophes before a formula', "''=1+1"],
  ['digits said to be a text', '="0012"'],
  ['13 digits', '9998000000001'],
  ['leading zeros', '0012'],
  ['zero', '0'],
  ['a group that looks like a number', '1E2'],
  ['a damaged number', '9.99E+12'],
  ['a damaged number with a comma', '9,998E+12'],
  ['a group that looks like a day', '1-2'],
  ['a group that looks like a month', 'DEC1'],
  ['a group that begins as a month does', 'MARKETING1'],
  ['a day and a month', '3 mai'],
  ['a number with a point', '70.5'],
  ['a day', '2005-02-01'],
  ['a day of which the month may come first', '01/02/2005'],
  ['a day with its hour', '24/11/2026 09:05'],
  ['an hour', '12:30'],
  ['an instant', '2026-11-24T09:05:00Z'],
  ['a telephone', '+212600000000'],
  ['a telephone in pairs', '06 12 34 56 78'],
  ['an identity', '1e234567-89ab-4cde-8f01-23456789abcd'],
  ['a byte order mark', '\uFEFFx'],
];

describe('a CSV file that is written', () => {
  it.each(CELLS)('gives %s back as it was, first, last and as a column', async (_, cell) => {
    const rows = [
      [cell, 'x', cell],
      ['x', cell, 'y'],
    ];
    const text = csvHead(['first', `${cell}?`, 'last']) + rows.map(csvLine).join('');
    expect(await readBack(text)).toEqual([['first', `${cell}?`, 'last'], ...rows]);
  });

  it.each(CELLS)('gives %s back when a spreadsheet has saved it', async (_, cell) => {
    const rows = [
      [cell, 'x', cell],
      ['x', cell, 'y'],
    ];
    const saved = savedBySpreadsheet(csvHead(['first', 'second', 'last']) + rows.map(csvLine).join(''));
    expect((await readBack(saved)).slice(1)).toEqual(rows);
  });

  it('gives them all back together', async () => {
    const row = CELLS.map(([, cell]) => cell);
    const names = CELLS.map(([name]) => name);
    expect(await readBack(csvHead(names) + csvLine(row) + csvLine(row))).toEqual([names, row, row]);
  });

  it('has no cell that a spreadsheet runs, and digits as texts', () => {
    for (const [, cell] of CELLS) {
      const shown = csvLine([cell])
        .trimEnd()
        .replace(/^"(.*)"$/s, '$1')
        .replaceAll('""', '"');
      expect(shown).not.toMatch(/^[+\-@\t\r\n]|^=(?!"[\w.,:/ +-]+"$)/);
    }
    expect(csvLine(['9998000000001', '0012', '12', 7, null])).toBe('"=""9998000000001""","=""0012""",12,7,\r\n');
  });
});
