import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { readLines } from './read-lines.js';
import { rejectedFile } from '../imports/rejected-file.js';
import { storeFile } from './store-file.js';

const lines = async (text: string | Buffer, encoding: 'utf-8' | 'windows-1252' = 'utf-8') => {
  const read: string[][] = [];
  for await (const { cells } of readLines(gzipSync(text), encoding)) read.push(cells);
  return read;
};

describe('a roster file', () => {
  it('is read with commas or semicolons, a BOM, CRLF and quotes', async () => {
    expect(await lines('\uFEFFa,b\r\n"x, ""y""",2\r\n\r\n')).toEqual([
      ['a', 'b'],
      ['x, "y"', '2'],
    ]);
    expect(await lines('a;b\n1;2,5\n')).toEqual([
      ['a', 'b'],
      ['1', '2,5'],
    ]);
  });

  it('tells where a line stands, whatever quoted cells span', async () => {
    const numbers: number[] = [];
    for await (const { line } of readLines(gzipSync('a\n"x\ny"\nz\n'), 'utf-8')) numbers.push(line);
    expect(numbers).toEqual([1, 2, 4]);
  });

  it('is refused where it is empty or not text', async () => {
    await expect(lines('')).rejects.toThrow('FILE_IS_EMPTY');
    await expect(lines('a,b\n1,\u0000\n')).rejects.toThrow('FILE_IS_NOT_TEXT');
  });

  it('is stored with the encoding that its bytes allow', async () => {
    const store = (bytes: Buffer) =>
      storeFile(
        (async function* () {
          yield bytes;
        })(),
      );
    expect((await store(Buffer.from('Béni Mellal'))).encoding).toBe('utf-8');
    const latin = await store(Buffer.from('Nom\nBéni', 'latin1'));
    expect(latin.encoding).toBe('windows-1252');
    expect(await lines(Buffer.from('Nom\nBéni', 'latin1'), 'windows-1252')).toEqual([['Nom'], ['Béni']]);
  });
});

describe('a file that breaks off on its way', () => {
  it('fails where it is stored, and nowhere else', async () => {
    const cut = async function* () {
      yield Buffer.from('Nom');
      throw new Error('aborted');
    };
    await expect(storeFile(cut())).rejects.toThrow('aborted');
  });
});

describe('the file of rejected rows', () => {
  it('gives the original cells with line, code and reason, and no formula to a spreadsheet', () => {
    const file = rejectedFile(
      ['Nom', 'CIN'],
      [{ line: 3, code: 'INVALID_CIN', column: 'cin', reason: 'one, two', cells: ['=HYPERLINK("x")', '12'] }],
    );
    expect(file).toBe(
      '\uFEFFNom,CIN,takwin_line,takwin_code,takwin_column,takwin_reason\r\n' +
        '"\'=HYPERLINK(""x"")",12,3,INVALID_CIN,cin,"one, two"\r\n',
    );
  });
});
