import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { workbookOf, zipOf } from '../testing/workbook.js';
import { EncodingJudge } from './encoding.js';
import { readZip } from './read-zip.js';

type Parts = Readonly<Record<string, string | Buffer>>;

async function tablesOf(zip: Buffer, named: 'utf-8' | 'windows-1256' = 'utf-8') {
  const tables: [name: string | null, ...rows: string[]][] = [];
  for await (const { name, lines } of readZip(gzipSync(zip, { level: 1 }), named)) {
    const rows: string[] = [];
    for await (const { line, cells } of lines) rows.push(`${line}:${cells.join('|')}`);
    tables.push([name, ...rows]);
  }
  return tables;
}
const refusal = (zip: Buffer) =>
  tablesOf(zip).then(
    () => 'read',
    (error: { code: string; extra: object }) => ({ code: error.code, ...error.extra }),
  );
const csv = 'Nom,Prenom\r\nTAZI,Salma\r\n';
/** The zip of one file whose headers have these bits beside: 0x1 is that of a password, 0x800 of a name in UTF-8. */
function flagged(bits: number, name = 'a.csv'): Buffer {
  const zip = zipOf({ [name]: csv });
  const heads: [mark: string, flags: number][] = [
    ['PK\u0003\u0004', 6],
    ['PK\u0001\u0002', 8],
  ];
  for (const [mark, flags] of heads) zip.writeUInt16LE(bits, zip.indexOf(mark) + flags);
  return zip;
}
/** The zip of one file of which a letter is another one than its sum says. */
function damaged(): Buffer {
  const zip = zipOf({ 'a.csv': csv });
  const sum = 16;
  zip[zip.indexOf('PK\u0001\u0002') + sum]! ^= 1;
  return zip;
}

describe('the files of a zip', () => {
  it('are read by their names in order, each by its own separator, lines and encoding', async () => {
    const zip = zipOf({
      'b/2.csv': Buffer.from('Nom;Prenom\nB\u00e9ni;"a\nb"\n\nZ;z\n', 'latin1'),
      'b/': '',
      'a.csv': csv,
      '__MACOSX/._a.csv': 'resources',
      'b/.DS_Store': 'x',
      'b/Thumbs.db': 'x',
    });
    expect(await tablesOf(zip)).toEqual([
      ['a.csv', '1:Nom|Prenom', '2:TAZI|Salma'],
      ['b/2.csv', '1:Nom|Prenom', '2:Béni|a\nb', '5:Z|z'],
    ]);
  });

  it('are read in the encoding that the sender names', async () => {
    const zip = zipOf({ 'a.csv': Buffer.from('Nom\n\xc7\xe1\xca\xc7\xd2\xed\n', 'latin1') });
    expect(await tablesOf(zip, 'windows-1256')).toEqual([['a.csv', '1:Nom', '2:التازي']]);
  });

  const odd = (file: string): object => ({ code: 'ZIP_UNREADABLE', file });
  const many = (count: number): Parts =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`${at}.csv`, csv]));
  it.each<[string, Buffer, string | object]>([
    ['two hundred', zipOf(many(200)), 'read'],
    ['more than two hundred', zipOf(many(201)), { code: 'ZIP_TOO_LARGE' }],
    [
      'more than a file may have, all together',
      zipOf({ 'a.csv': Buffer.alloc(33 * 2 ** 20, 'ab\n'), 'b.csv': Buffer.alloc(33 * 2 ** 20, 'ab\n') }),
      { code: 'ZIP_TOO_LARGE' },
    ],
    [
      'what unpacks to a thousand times as much',
      zipOf({ 'a.csv': Buffer.alloc(2 ** 21, 'a') }),
      { code: 'ZIP_TOO_LARGE', file: 'a.csv' },
    ],
    ['a folder alone', zipOf({ 'a/': '' }), { code: 'FILE_IS_EMPTY' }],
    ['nothing', zipOf({}), { code: 'FILE_IS_EMPTY' }],
    ['an empty one', zipOf({ 'a.csv': csv, 'b.csv': '' }), { code: 'FILE_IS_EMPTY', file: 'b.csv' }],
    ['one with a NUL', zipOf({ 'a.csv': csv, 'b.csv': `${csv}A\0B,C\r\n` }), 'read'],
    ['one that is no text', zipOf({ 'a.csv': csv, 'b.csv': 'a\0\0\0b' }), { code: 'FILE_IS_NOT_TEXT', file: 'b.csv' }],
    [
      'a zip',
      zipOf({ 'a.csv': csv, 'b.zip': zipOf({ 'c.csv': csv }) }),
      { code: 'ZIP_HOLDS_OTHERS', files: ['b.zip'] },
    ],
    ['a zip that is called a table', zipOf({ 'a.csv': zipOf({ 'c.csv': csv }) }), 'ZIP_HOLDS_OTHERS'],
    ['a workbook', zipOf({ 'a.csv': csv, 'b.xlsx': workbookOf({ A: [['Nom']] }) }), 'ZIP_HOLDS_OTHERS'],
    ['a workbook that is called a table', zipOf({ 'a.csv': workbookOf({ A: [['Nom']] }) }), 'ZIP_HOLDS_OTHERS'],
    ['a program', zipOf({ 'a.csv': csv, 'run.exe': 'MZ' }), 'ZIP_HOLDS_OTHERS'],
    ['a way out', zipOf({ '../a.csv': csv }), odd('../a.csv')],
    ['a way out with the signs of Windows', zipOf({ '..\\a.csv': csv }), odd('../a.csv')],
    ['a place of the machine', zipOf({ '/etc/a.csv': csv }), odd('/etc/a.csv')],
    ['a drive', zipOf({ 'C:/a.csv': csv }), odd('C:/a.csv')],
    ['a name over two lines', flagged(0x800, 'a\nb.csv'), odd('a\ufffdb.csv')],
    ['the same of code page 437', zipOf({ 'a\nb.csv': csv }), odd('a◙b.csv')],
    ['a NUL in a way out', zipOf({ '../\0.csv': csv }), odd('../\ufffd.csv')],
    ['a name without end', zipOf({ [`${'a'.repeat(300)}.csv`]: csv }), odd('a'.repeat(100))],
    ['folders without end', zipOf({ [`${'a/'.repeat(20)}a.csv`]: csv }), odd(`${'a/'.repeat(20)}a.csv`)],
    ['one name twice', zipOf({ 'a.csv': csv, 'A.csv': csv }), odd('A.csv')],
    ['what is under a password', flagged(0x1), odd('a.csv')],
    ['what was damaged', damaged(), odd('a.csv')],
    ['no end', zipOf({ 'a.csv': csv }).subarray(0, 60), 'ZIP_UNREADABLE'],
  ])('may hold or not: %s', async (_, zip, expected) => {
    const told = await refusal(zip);
    expect(typeof expected === 'string' && typeof told === 'object' ? told.code : told).toEqual(expected);
  });

  it('are told from a workbook by how the first of them is called', () => {
    const because = (zip: Buffer): string => {
      const judge = new EncodingJudge();
      judge.see(zip);
      return judge.verdict().because;
    };
    expect(because(workbookOf({ A: [['Nom']] }))).toBe('workbook');
    expect(because(zipOf({}))).toBe('zip');
    for (const first of ['xl/workbook.xml', 'docProps/', 'mimetype', '_rels/.rels'])
      expect([first, because(zipOf({ [first]: 'x' }))]).toEqual([first, 'workbook']);
    for (const first of ['a.csv', 'roster/', 'README.md', '.DS_Store'])
      expect([first, because(zipOf({ [first]: 'x' }))]).toEqual([first, 'zip']);
  });
});
