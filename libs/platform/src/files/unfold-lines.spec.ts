import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { rejectedFile } from '../imports/rejected-file.js';
import { workbookOf } from '../testing/workbook.js';
import type { Line } from './record-reader.js';
import { readLines } from './read-lines.js';
import { readWorkbook } from './read-workbook.js';
import { unfoldLines } from './unfold-lines.js';

async function rowsOf(lines: AsyncIterable<Line>): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const { cells, fault } of unfoldLines(lines)) rows.push(fault ? ['!', ...cells] : cells);
  return rows;
}
const ofText = (text: string) => rowsOf(readLines(gzipSync(text), 'utf-8'));

/** What a spreadsheet whose separator is the semicolon shows of a file of commas: what is quoted first of a line without its quotes. */
const shownInOneColumn = (file: string): string[] =>
  file
    .replace(/^\uFEFF/, '')
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^"((?:[^"]|"")*)"/, (_, cell: string) => cell.replaceAll('""', '"')));

describe('a file that a spreadsheet put into one column', () => {
  const rows = [
    ['2000102400001', 'TAZI', 'l’Or, "x"; y', '0012'],
    ['2000102400002', '=1+1', 'بنسعيد', ''],
  ];
  const file = rejectedFile(
    ['MatriculeEtudiant', 'Nom', 'Adresse', 'Code'],
    rows.map((cells, index) => ({ line: index + 2, code: 'X', column: 'Nom', reason: 'one, two', cells })),
  );
  const column = shownInOneColumn(file);

  it('is read as it was, from the CSV that the spreadsheet saves', async () => {
    const saved = column.map((cell) => `"${cell.replaceAll('"', '""')}"\r\n`).join('');
    const read = await ofText(saved);
    expect(read[0]!.slice(0, 4)).toEqual(['MatriculeEtudiant', 'Nom', 'Adresse', 'Code']);
    expect(read.slice(1)).toEqual(rows.map((cells, index) => [...cells, String(index + 2), 'X', 'Nom', 'one, two']));
  });

  it('is read as it was, where only lines with quotes are still one cell', async () => {
    const quoted = (cell: string): string => (/["\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
    const read = await ofText(column.map((cell) => `${quoted(cell)}\r\n`).join(''));
    expect(read[0]!.slice(0, 4)).toEqual(['MatriculeEtudiant', 'Nom', 'Adresse', 'Code']);
    expect(read.slice(1)).toEqual(rows.map((cells, index) => [...cells, String(index + 2), 'X', 'Nom', 'one, two']));
  });

  it('leaves to be refused a lone cell under several names that comes to others', async () => {
    expect(await ofText('a,b,c\n"1,""2"",3"\n"1,2"\n"1,2,3,4"\n1\n')).toEqual([
      ['a', 'b', 'c'],
      ['1', '2', '3'],
      ['!', '1,2'],
      ['!', '1,2,3,4'],
      ['!', '1'],
    ]);
  });

  it('is read as it was, from the workbook that it saves', async () => {
    const read = await rowsOf(readWorkbook(gzipSync(workbookOf({ Feuil1: column.map((cell) => [cell]) }))));
    expect(read.slice(1).map((cells) => cells.slice(0, 4))).toEqual(rows);
  });

  it('leaves to be refused what comes to other cells than its header', async () => {
    const read = await ofText('"a,b,c"\n"1,2,3"\n"1,2,3,4"\n"1,2"\n"1,""2,3"\n"1,2,3",4\n');
    expect(read).toEqual([
      ['a', 'b', 'c'],
      ['1', '2', '3'],
      ['1', '2', '3', '4'],
      ['!', '1', '2'],
      ['!', '1,"2,3'],
      ['!', '1,2,3', '4'],
    ]);
  });

  it('is no file of one column, nor one of several whose header has separators in quotes', async () => {
    expect(await ofText('a\n"1,2"\n')).toEqual([['a'], ['1,2']]);
    expect(await ofText('"a,x";b\n"1,2";3\n')).toEqual([
      ['a,x', 'b'],
      ['1,2', '3'],
    ]);
  });
});
