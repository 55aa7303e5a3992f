import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { type SheetCell, styled, workbookOf, workbookParts, zipOf } from '../testing/workbook.js';
import { readWorkbook } from './read-workbook.js';
import { storeFile } from './store-file.js';

async function linesOf(file: Buffer) {
  const lines: { line: number; cells: string[] }[] = [];
  for await (const line of readWorkbook(gzipSync(file, { level: 1 }))) lines.push(line);
  return lines;
}
const rowsOf = async (file: Buffer): Promise<string[][]> => (await linesOf(file)).map(({ cells }) => cells);
const stored = (file: Buffer, named?: 'utf-8' | 'windows-1252') =>
  storeFile(
    (async function* () {
      yield file;
    })(),
    named,
  );
/** A workbook of one sheet whose parts are other than they should be. */
const broken = (about: Record<string, string | Buffer | undefined>): Buffer =>
  zipOf(
    Object.fromEntries(
      Object.entries({ ...workbookParts({ Feuil1: [['Nom'], ['Alami']] }), ...about }).filter(
        ([, part]) => part !== undefined,
      ),
    ) as Record<string, string>,
  );
const sheet = (rows: string): string => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;
const xml = (text: string): SheetCell => ({ xml: text });

describe('a cell of a workbook is read as its sheet shows it', () => {
  const cells: [name: string, cell: SheetCell, text: string][] = [
    ['a text', 'Béni Mellal – l’Œuvre', 'Béni Mellal – l’Œuvre'],
    ['an Arabic text', 'بنسعيد', 'بنسعيد'],
    ['Tifinagh', 'ⴰⵎⴰⵣⵉⵖ', 'ⴰⵎⴰⵣⵉⵖ'],
    ['signs of XML', 'a & <b> "c"', 'a & <b> "c"'],
    ['lines in a cell', 'one\r\ntwo', 'one\r\ntwo'],
    ['blanks about it', '  both  ', '  both  '],
    ['digits as a text', '0012', '0012'],
    ['digits as our own files tell them', '="0012"', '0012'],
    ['a text that is no formula, as our own files tell it', "'=1+1", '=1+1'],
    ['13 digits as a number', 2000102400001, '2000102400001'],
    ['13 digits as a power', xml('<c><v>2.000102400001E12</v></c>'), '2000102400001'],
    ['more digits than a number holds', xml('<c><v>12345678901234567</v></c>'), '12345678901234567'],
    ['zeros that a format shows', styled('zeros', 12), '0012'],
    ['a tenth', xml('<c><v>0.30000000000000004</v></c>'), '0.3'],
    ['a half hour', 67.5, '67.5'],
    ['a per cent', styled('percent', 0.5), '50%'],
    ['a whole that is a per cent', styled('percent', 1), '100%'],
    ['1E5 that was taken for a number', styled('power', 100_000), '1E+05'],
    ['13 digits of which a power was left', styled('power', 9_998_000_000_000), '9.998E+12'],
    ['13 digits shown as a power', styled('power', 9_998_000_000_001), '9998000000001'],
    ['a day', styled('day', 38384), '2005-02-01'],
    ['a day in a format of its own', styled('ownDay', 38384), '2005-02-01'],
    ['a day under a name of the month', styled('month', 38384), '2005-02-01'],
    ['a day with an hour that is not shown', styled('day', 38384.75), '2005-02-01'],
    ['the first day', styled('day', 1), '1900-01-01'],
    ['the day before the one that never was', styled('day', 59), '1900-02-28'],
    ['the 29 February 1900 that never was', styled('day', 60), '60'],
    ['the day after it', styled('day', 61), '1900-03-01'],
    ['the last day', styled('day', 2_958_465), '9999-12-31'],
    ['beyond the last day', styled('day', 2_958_466), '2958466'],
    ['before the first day', styled('day', -1), '-1'],
    ['a day with its hour', styled('instant', 46354.395833333336), '2026-11-28 09:30'],
    ['an hour just under the minute', styled('instant', 46354.3958333333), '2026-11-28 09:30'],
    ['seconds', styled('instant', 46354 + 34_205 / 86_400), '2026-11-28 09:30:05'],
    ['an hour', styled('hour', 0.395833333333333), '09:30'],
    ['hours that elapsed', styled('elapsed', 1.25), '30:00'],
    ['24:00 that was taken for an hour', styled('elapsed', 1), '24:00'],
    ['true', true, 'TRUE'],
    ['false', false, 'FALSE'],
    ['an inline text', xml('<c t="inlineStr"><is><t>Ala</t></is></c>'), 'Ala'],
    ['a text of several fonts', xml('<c t="inlineStr"><is><r><t>Ala</t></r><r><t>mi</t></r></is></c>'), 'Alami'],
    [
      'a text with how it is spoken',
      xml('<c t="inlineStr"><is><t>A</t><rPh sb="0" eb="1"><t>B</t></rPh></is></c>'),
      'A',
    ],
    ['a formula by what it came to', xml('<c t="str"><f>"0"&amp;"12"</f><v>012</v></c>'), '012'],
    ['a formula that came to nothing', xml('<c t="str"><f>""</f><v></v></c>'), ''],
    ['a fault by its name', xml('<c t="e"><v>#REF!</v></c>'), '#REF!'],
    ['what XML cannot hold', xml('<c t="str"><v>a_x0007_b_x0000_c_xD800_</v></c>'), 'a\u0007b_x0000_c\uFFFD'],
    ['letters in a section of its own', xml('<c t="str"><v><![CDATA[<Alami>]]></v></c>'), '<Alami>'],
  ];
  it.each(cells)('%s', async (_, cell, text) => {
    expect(
      await rowsOf(
        workbookOf({
          Feuil1: [
            ['a', 'b', 'c'],
            ['x', cell, 'y'],
          ],
        }),
      ),
    ).toEqual([
      ['a', 'b', 'c'],
      ['x', text, 'y'],
    ]);
  });

  it('a day of a workbook that counts from 1904', async () => {
    const sheets = { Feuil1: [['a'], [styled('day', 36922)]] };
    expect(await rowsOf(workbookOf(sheets, { is1904: true }))).toEqual([['a'], ['2005-02-01']]);
  });

  it('with where it stands: blank rows, cells that are not there, and cells of a style alone are read over', async () => {
    const rows = sheet(
      '<row r="2"><c r="A2" t="str"><v>a</v></c><c r="AB2" t="str"><v>z</v></c></row><row r="3"><c r="A3" s="1"/></row>' +
        '<row r="5"><c t="str"><v>1</v></c><c/><c t="str"><v> </v></c></row><row><c t="str"><v>2</v></c></row>',
    );
    const lines = await linesOf(broken({ 'xl/worksheets/sheet1.xml': rows }));
    expect(lines.map(({ line, cells }) => [line, cells.length, cells[0], cells.at(-1)])).toEqual([
      [2, 28, 'a', 'z'],
      [5, 3, '1', ' '],
      [6, 1, '2', '2'],
    ]);
  });

  it('whatever prefix its elements have, and whatever the case of the names of its parts', async () => {
    const prefixed =
      '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="str"><x:v>Nom</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    const file = broken({ 'xl/worksheets/sheet1.xml': undefined, 'XL/Worksheets/Sheet1.xml': prefixed });
    expect(await rowsOf(file)).toEqual([['Nom']]);
  });
});

describe('what is wrong in a workbook is told', () => {
  const at = (rows: string): Promise<unknown> => rowsOf(broken({ 'xl/worksheets/sheet1.xml': sheet(rows) }));
  const told = (code: string, cell?: string) => ({
    code,
    extra: cell ? { sheet: 'Feuil1', cell } : { sheet: 'Feuil1' },
  });

  it('with its sheet and its cell', async () => {
    const formula = '<row r="1"/><row r="12"><c r="AB12"><f>A1</f></c></row>';
    await expect(at(formula)).rejects.toMatchObject(told('WORKBOOK_UNREADABLE', 'AB12'));
    await expect(at('<row r="2"><c t="s"><v>7</v></c></row>')).rejects.toMatchObject(told('WORKBOOK_UNREADABLE', 'A2'));
    await expect(at('<row><c r="1A"/></row>')).rejects.toMatchObject(told('WORKBOOK_UNREADABLE', '1A'));
    await expect(at('<row r="3"/><row r="2"/>')).rejects.toEqual(expect.objectContaining(told('WORKBOOK_UNREADABLE')));
    await expect(at('<row>')).rejects.toEqual(expect.objectContaining(told('WORKBOOK_UNREADABLE')));
  });

  it('where cells of its table are merged, and not where others are', async () => {
    const table = [1, 2, 3]
      .map((row) => `<row r="${row}"><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row>`)
      .join('');
    const merged = (ref: string): Promise<unknown> =>
      rowsOf(
        broken({
          'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${table}</sheetData><mergeCells><mergeCell ref="${ref}"/></mergeCells></worksheet>`,
        }),
      );
    for (const ref of ['B2:B3', 'A1:B1', 'A3:A9'])
      await expect(merged(ref)).rejects.toMatchObject(told('CELLS_MERGED', ref));
    for (const ref of ['D2:D3', 'A4:B9']) expect(await merged(ref)).toHaveLength(3);
  });
});

describe('of a workbook the one sheet is read that holds something', () => {
  const rows = [['Nom'], ['Alami']];

  it('wherever it stands among empty ones', async () => {
    expect(await rowsOf(workbookOf({ Feuil1: [], Feuil2: rows, Feuil3: [[null]] }))).toEqual(rows);
  });

  it('and none that is hidden', async () => {
    const sheets = { Listes: [['Homme'], ['Femme']], Feuil1: rows };
    expect(await rowsOf(workbookOf(sheets, { hidden: ['Listes'] }))).toEqual(rows);
  });

  it('or it is refused, with the names of the sheets', async () => {
    await expect(rowsOf(workbookOf({ 'A & B': rows, Feuil2: [], ورقة: [[null, 7]] }))).rejects.toMatchObject({
      code: 'SHEETS_WITH_DATA',
      extra: { sheets: ['A & B', 'ورقة'] },
    });
  });

  it('or it is empty', async () => {
    await expect(rowsOf(workbookOf({ Feuil1: [[null], ['']] }))).rejects.toMatchObject({ code: 'FILE_IS_EMPTY' });
  });
});

describe('a workbook', () => {
  it('is told by its first bytes, and no encoding is asked for', async () => {
    const file = workbookOf({ Feuil1: [['Nom']] });
    for (const named of [undefined, 'utf-8'] as const)
      expect(await stored(file, named)).toMatchObject({ encoding: 'utf-8', because: 'workbook' });
    await expect(stored(file, 'windows-1252')).rejects.toMatchObject({ code: 'ENCODING_CONTRADICTED' });
  });
});

describe('what is no workbook, or would cost too much, is refused', () => {
  const string = '<c t="s"><v>0</v></c>';
  const many = (text: string, bytes: number): Buffer => Buffer.alloc(bytes, text);
  const unreadable: [string, () => Buffer][] = [
    ['a zip of other files', () => zipOf({ 'a.csv': 'Nom\nAlami\n' })],
    [
      'a document of OpenDocument',
      () => zipOf({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' }),
    ],
    ['half a file', () => workbookOf({ Feuil1: [['Nom']] }).subarray(0, 400)],
    ['a zip that is none', () => Buffer.from('PK\u0003\u0004and nothing else')],
    ['a damaged part', () => damaged()],
    ['a missing sheet', () => broken({ 'xl/worksheets/sheet1.xml': undefined })],
    ['a binary sheet', () => broken({ 'xl/worksheets/sheet1.xml': Buffer.from('83011400', 'hex') })],
    ['a sheet that ends too soon', () => broken({ 'xl/worksheets/sheet1.xml': '<worksheet><sheetData>' })],
    [
      'bytes that are no UTF-8',
      () => broken({ 'xl/worksheets/sheet1.xml': Buffer.from('<worksheet>\xff</worksheet>', 'latin1') }),
    ],
    [
      'entities of its own',
      () => broken({ 'xl/worksheets/sheet1.xml': '<!DOCTYPE a [<!ENTITY b "x">]><worksheet>&b;</worksheet>' }),
    ],
    [
      'a string that is not there',
      () => broken({ 'xl/worksheets/sheet1.xml': sheet(`<row>${string.replace('0', '7')}</row>`) }),
    ],
    ['rows out of order', () => broken({ 'xl/worksheets/sheet1.xml': sheet('<row r="3"/><row r="2"/>') })],
    ['a row beyond the last', () => broken({ 'xl/worksheets/sheet1.xml': sheet('<row r="9999999"/>') })],
    [
      'a column beyond those of a table',
      () => broken({ 'xl/worksheets/sheet1.xml': sheet('<row><c r="XFD1"><v>1</v></c></row>') }),
    ],
    [
      'a cell that is nowhere',
      () => broken({ 'xl/worksheets/sheet1.xml': sheet('<row><c r="1A"><v>1</v></c></row>') }),
    ],
    [
      'a formula that nobody has computed',
      () => broken({ 'xl/worksheets/sheet1.xml': sheet('<row><c><f>A1</f></c></row>') }),
    ],
    [
      'a formula with room for what it will come to',
      () => broken({ 'xl/worksheets/sheet1.xml': sheet('<row><c r="A1"><f>A1</f><v /></c></row>') }),
    ],
    ['elements in elements without an end', () => broken({ 'xl/worksheets/sheet1.xml': '<a>'.repeat(100_000) })],
    ['a text without an end', () => broken({ 'xl/worksheets/sheet1.xml': many('x', 4 * 2 ** 20) })],
  ];
  it.each(unreadable)('%s', async (_, file) => {
    await expect(rowsOf(file())).rejects.toMatchObject({ code: 'WORKBOOK_UNREADABLE', status: 422 });
  });

  it('a sheet that unpacks to a thousand times its size, at the bound', async () => {
    const file = broken({ 'xl/worksheets/sheet1.xml': `<worksheet>${'<col/>'.repeat(700_000)}` });
    expect(file.length).toBeLessThan(20_000);
    const read = readWorkbook(gzipSync(file), 2 ** 20).next();
    await expect(read).rejects.toMatchObject({ code: 'WORKBOOK_TOO_LARGE', status: 422 });
  });

  it('strings without number, which are kept while the rows are read', async () => {
    const file = broken({ 'xl/sharedStrings.xml': `<sst>${'<si/>'.repeat(2_200_000)}</sst>` });
    await expect(rowsOf(file)).rejects.toMatchObject({ code: 'WORKBOOK_TOO_LARGE' });
  });

  /** The last part of another sum than its bytes have. */
  function damaged(): Buffer {
    const file = workbookOf({ Feuil1: [['Nom']] });
    const sum = file.lastIndexOf('PK\u0001\u0002') + 16;
    file[sum]! ^= 1;
    return file;
  }
});
