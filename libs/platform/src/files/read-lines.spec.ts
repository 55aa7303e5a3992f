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

  it('is refused where it is empty', async () => {
    await expect(lines('')).rejects.toThrow('FILE_IS_EMPTY');
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

describe('a row of a text file', () => {
  const faults = async (text: string) => {
    const read: [line: number, fault: string | undefined][] = [];
    for await (const { line, fault } of readLines(gzipSync(text), 'utf-8')) read.push([line, fault]);
    return read.slice(1);
  };
  const header = 'a,b,c';
  const rows = (count: number, row: string) => Array.from({ length: count }, () => row);
  const file = (...lines: string[]) => [header, ...lines].join('\r\n');

  it('with fewer cells than the header is at fault, and the rows about it are not', async () => {
    expect(await faults(file('1,2,3', '1,2', '1,,'))).toEqual([
      [2, undefined],
      [3, 'CELLS_MISSING'],
      [4, undefined],
    ]);
  });

  it('is not at fault where Excel left out last columns that were empty in all of its block of sixteen', async () => {
    const short = [...rows(15, '1,2,'), ...rows(16, '1,2'), ...rows(16, '1'), '1,2,3', '1,,', '1,,'];
    expect((await faults(file(...short))).filter(([, fault]) => fault)).toEqual([]);
  });

  it('is at fault in such a block where another row of it is longer, or where it stands alone', async () => {
    const longer = [...rows(15, '1,2,'), ...rows(5, '1,2'), '1,2,3', '1'];
    expect((await faults(file(...longer))).filter(([, fault]) => fault).map(([line]) => line)).toEqual([
      ...[17, 18, 19, 20, 21, 23],
    ]);
    expect((await faults(file(...rows(15, '1,2,'), '1,2'))).at(-1)).toEqual([17, 'CELLS_MISSING']);
    expect((await faults(file(...rows(14, '1,2,'), '1,2'))).at(-1)).toEqual([16, 'CELLS_MISSING']);
  });

  it('counts blank rows and lines within cells as a spreadsheet does', async () => {
    const spread = ['"1\n1",2,', ...rows(7, ',,'), ...rows(7, '1,2,'), ...rows(2, '1,2')];
    expect((await faults(file(...spread))).filter(([, fault]) => fault)).toEqual([]);
  });

  it('of a header whose last columns have no names needs no cells there', async () => {
    expect(await faults('a,b,,,\r\n1,2\r\n1,2,,,\r\n')).toEqual([
      [2, undefined],
      [3, undefined],
    ]);
  });

  it.each([
    ['in one column', ['1,"2,3', '4,5,6', '7,8",9']],
    ['in the first one', ['"1,2,3', '4,5,6', '7",8,9']],
    ['in the last one', ['1,2,"3', '4,5,6', '7,8,9"']],
    ['in a later and an earlier column', ['1,2,"3', '4,5,6', '7",8,9']],
    ['in an earlier and a later column', ['"1,2,3', '4,5,6', '7,8,9"']],
    ['as wide as a sheet', ['1,"2,3', ...rows(300, '4,5,6'), '7,8",9']],
  ])('is not swallowed by quotes of others, %s', async (_, swallowing) => {
    expect(await faults(file(...swallowing, '1,2,3'))).toEqual([
      [2, 'QUOTE_UNPAIRED'],
      ...rows(swallowing.length - 2, '').map((_, at) => [3 + at, undefined]),
      [swallowing.length + 1, 'QUOTE_UNPAIRED'],
      [swallowing.length + 2, undefined],
    ]);
  });

  it('is not swallowed where Excel left out its last columns', async () => {
    const swallowing = ['1,"2,3', '4,5,6', '7,8",9', ...rows(13, '1,2,3')];
    const read = await faults(['a,b,c,d', ...rows(15, '1,2,3,'), ...swallowing].join('\n'));
    expect(read.filter(([, fault]) => fault)).toEqual([
      [17, 'QUOTE_UNPAIRED'],
      [19, 'QUOTE_UNPAIRED'],
    ]);
    expect(read.length).toBe(31);
  });

  it.each([
    ['an address', '1,"12, rue de Fès\nCasablanca, Maroc",3,4,5'],
    ['in the first column', '"1\n1",2,3,4,5'],
    ['in the last one', '1,2,3,4,"5\n5\n\n5"'],
    ['of two columns', '1,"2\n2",3,"4\n4",5'],
  ])('is read with a cell of several lines: %s', async (_, row) => {
    expect((await faults(`a,b,c,d,e\n${row}\n1,2,3,4,5`)).map(([, fault]) => fault)).toEqual([undefined, undefined]);
  });

  it.each([
    ['a cell', `1,${'x'.repeat(3_000_000)},3`],
    ['cells without number', `1${','.repeat(2_000_000)}`],
  ])('that is too long is at fault alone: %s', async (_, row) => {
    expect(await faults(`${header}\n${row}\n1,2,3`)).toEqual([
      [2, 'ROW_TOO_LONG'],
      [3, undefined],
    ]);
    expect(await faults(`${header}\r\n1,2,3\r\n${row}`)).toEqual([
      [2, undefined],
      [3, 'ROW_TOO_LONG'],
    ]);
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
