import { describe, expect, it } from '@jest/globals';
import { rejectedFile } from '../imports/rejected-file.js';
import type { Encoding } from './encoding.js';
import { readLines } from './read-lines.js';
import { storeFile } from './store-file.js';

/** Text in a single-byte encoding, by what the decoder makes of each byte; in UTF-16 as its name says. */
function bytesOf(text: string, encoding: string): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  const decoder = new TextDecoder(encoding);
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte] as const));
  return Buffer.from(
    [...text].map((letter) => {
      const byte = bytes.get(letter);
      if (byte === undefined) throw new Error(`${encoding} has no ${letter}`);
      return byte;
    }),
  );
}

async function stored(bytes: Buffer, pieces = 1, named?: Encoding) {
  const size = Math.max(1, Math.ceil(bytes.length / pieces));
  return storeFile(
    (async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    })(),
    named,
  );
}

/** What a file is read as: its encoding and why, and its cells; `!` before the cells of a broken line. */
async function readAs(bytes: Buffer, pieces = 1, named?: Encoding) {
  const { kept, encoding, because } = await stored(bytes, pieces, named);
  const rows: string[][] = [];
  for await (const { cells, fault } of readLines(kept, encoding)) rows.push(fault ? ['!', ...cells] : cells);
  return { encoding, because, rows };
}

const FRENCH = [
  ['Nom', 'Prénom'],
  ['BÉNI', 'Hélène'],
];
const ARABIC = [
  ['Nom', 'Nom_Arabe'],
  ['Bensaïd', 'بنسعيد'],
];
const text = (rows: string[][], separator = ';', end = '\r\n') => rows.map((row) => row.join(separator) + end).join('');

describe('a text file is read in the encoding that its bytes tell', () => {
  const told: [name: string, rows: string[][], written: string, mark: boolean, encoding: string, because: string][] = [
    ['UTF-8', ARABIC, 'utf-8', false, 'utf-8', 'valid-utf-8'],
    ['UTF-8 with its mark', ARABIC, 'utf-8', true, 'utf-8', 'byte-order-mark'],
    ['UTF-16 as Excel saves Unicode text', ARABIC, 'utf-16le', true, 'utf-16le', 'byte-order-mark'],
    ['big-endian UTF-16', ARABIC, 'utf-16be', true, 'utf-16be', 'byte-order-mark'],
    ['UTF-16 without a mark', ARABIC, 'utf-16le', false, 'utf-16le', 'zero-bytes'],
    ['big-endian UTF-16 without a mark', ARABIC, 'utf-16be', false, 'utf-16be', 'zero-bytes'],
    ['Windows-1252 with capitals', FRENCH, 'windows-1252', false, 'windows-1252', 'latin-words'],
    ['Windows-1256 with Arabic names', ARABIC, 'windows-1256', false, 'windows-1256', 'arabic-words'],
    ['small French letters only', [['Nom'], ['Hélène']], 'windows-1252', false, 'windows-1252', 'same-in-both'],
    ['the same from an Arabic Windows', [['Nom'], ['Hélène']], 'windows-1256', false, 'windows-1252', 'same-in-both'],
    [
      'a ligature and a typographic apostrophe',
      [['Nom'], ['L’Œuvre']],
      'windows-1252',
      false,
      'windows-1252',
      'same-in-both',
    ],
    ['ASCII', [['Nom'], ['Alami']], 'utf-8', false, 'utf-8', 'valid-utf-8'],
    ['UTF-16 of Arabic alone', [['بنسعيد'], ['العلوي']], 'utf-16le', false, 'utf-16le', 'zero-bytes'],
    ['Tifinagh', [['Nom'], ['ⴰⵎⴰⵣⵉⵖ']], 'utf-8', false, 'utf-8', 'valid-utf-8'],
    ['an Arabic name of presentation forms', [['Nom'], ['ﻣﺤﻤﺪ']], 'utf-8', false, 'utf-8', 'valid-utf-8'],
  ];

  for (const [name, rows, written, mark, encoding, because] of told)
    for (const pieces of [1, 1000])
      it(`${name}, in ${pieces === 1 ? 'one piece' : 'many'}`, async () => {
        const file = bytesOf((mark ? '\uFEFF' : '') + text(rows), written);
        expect(await readAs(file, pieces)).toEqual({ encoding, because, rows });
      });

  it.each<[Encoding, string]>([
    ['utf-8', 'valid-utf-8'],
    ['utf-8', 'byte-order-mark'],
    ['utf-16le', 'zero-bytes'],
    ['windows-1252', 'latin-words'],
  ])('a NUL in %s (%s) is a letter that could not be read, and no other one is', async (encoding, because) => {
    const nom = encoding === 'windows-1252' ? 'BÉNI' : 'Hélène بنسعيد'.slice(0, encoding === 'utf-8' ? 13 : 6);
    const rows = [
      ['Nom', 'Code'],
      [nom, 'A\0B'],
      [nom, 'C'],
    ];
    const file = bytesOf((because === 'byte-order-mark' ? '\uFEFF' : '') + text(rows), encoding);
    const read = [rows[0], [nom, 'A\ufffdB'], rows[2]];
    expect(await readAs(file)).toEqual({ encoding, because, rows: read });
    expect(await readAs(file, 1, encoding)).toEqual({ encoding, because: 'named-by-sender', rows: read });
  });

  it('keeps a last letter that would begin another one in UTF-8', async () => {
    const { encoding, rows } = await readAs(bytesOf('Nom\nBouté', 'windows-1252'));
    expect({ encoding, rows }).toEqual({ encoding: 'windows-1252', rows: [['Nom'], ['Bouté']] });
  });

  const unsure: [string, Buffer, string][] = [
    [
      'French capitals beside Arabic words',
      Buffer.concat([bytesOf('BÉNI;', 'windows-1252'), bytesOf('بنسعيد', 'windows-1256')]),
      'ENCODING_UNSURE',
    ],
    ['é of DOS', Buffer.from('Nom\nB\x82ni\n', 'latin1'), 'ENCODING_UNSURE'],
    ['é of Macintosh', Buffer.from('Nom\nB\x8eni\n', 'latin1'), 'ENCODING_UNSURE'],
    ['Arabic of ISO 8859-6', bytesOf('Nom\nبنسعيد\nالعلوي\n', 'iso-8859-6'), 'ENCODING_UNSURE'],
    ['a PDF', Buffer.from('%PDF-1.4\n1 0 obj'), 'FILE_IS_NOT_TEXT'],
    ['a page of the web', Buffer.from('\uFEFF\n<!DOCTYPE html>\n<html>'), 'FILE_IS_NOT_TEXT'],
    ['a table of one', Buffer.from('<TABLE border=1><tr>'), 'FILE_IS_NOT_TEXT'],
    ['zero bytes anywhere', Buffer.from('a\0b,c\0\0d', 'latin1'), 'FILE_IS_NOT_TEXT'],
    ['UTF-16 cut in the middle of a letter', bytesOf('Nom\r\nAlami', 'utf-16le').subarray(0, -1), 'FILE_IS_CUT_OFF'],
    ['the same with its mark', bytesOf('\ufeffNom\r\nAlami', 'utf-16le').subarray(0, -1), 'FILE_IS_CUT_OFF'],
    ['UTF-8 cut in the middle of a letter', Buffer.from('Nom\nBéni\nHélé').subarray(0, -1), 'FILE_IS_CUT_OFF'],
    ['UTF-8 with its mark, cut so', Buffer.from('\ufeffNom\nHélé').subarray(0, -1), 'FILE_IS_CUT_OFF'],
    ['Arabic of UTF-8 cut so', Buffer.from('Nom\nبنسعيد').subarray(0, -1), 'FILE_IS_CUT_OFF'],
    ['UTF-32', Buffer.from('fffe00004e0000006f000000', 'hex'), 'FILE_IS_NOT_TEXT'],
    ['big-endian UTF-32', Buffer.from('0000feff0000004e0000006f', 'hex'), 'FILE_IS_NOT_TEXT'],
    ['a gzip without zero bytes', Buffer.from('1f8b08ffffffffff0203e9c9a9', 'hex'), 'FILE_IS_NOT_TEXT'],
    ['a PNG', Buffer.from('89504e470d0a1a0a4948445201c3a9', 'hex'), 'FILE_IS_NOT_TEXT'],
    ['a JPEG', Buffer.from('ffd8ffe04a464946', 'hex'), 'FILE_IS_NOT_TEXT'],
    ['a workbook of before 2007, or under a password', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'WORKBOOK_UNREADABLE'],
  ];
  it.each(unsure)('or refused: %s', async (_, file, code) => {
    await expect(stored(file)).rejects.toMatchObject({ code });
  });

  it.each(unsure.filter(([, , code]) => code === 'FILE_IS_NOT_TEXT'))(
    'or refused, whatever the sender names: %s',
    async (_, file) => {
      for (const named of ['windows-1252', 'utf-8', 'utf-16'] as const)
        await expect(stored(file, 1, named)).rejects.toMatchObject({ code: 'FILE_IS_NOT_TEXT' });
    },
  );

  it('or in the one that the sender names, unless the bytes contradict', async () => {
    const dos = Buffer.from('Nom\nB\x8eni\n', 'latin1');
    expect(await readAs(dos, 1, 'windows-1252')).toMatchObject({
      because: 'named-by-sender',
      rows: [['Nom'], ['BŽni']],
    });
    for (const [file, named] of [
      [bytesOf('Nom\nAlami\n', 'utf-8'), 'windows-1252'],
      [bytesOf('Nom\nHélène\n', 'windows-1252'), 'windows-1256'],
      [bytesOf('Nom\nبنسعيد\n', 'windows-1256'), 'windows-1256'],
      [bytesOf('Nom\nBÉNI\n', 'windows-1252'), 'windows-1252'],
      [unsure[0]![1], 'windows-1252'],
    ] as const)
      expect(await readAs(file, 1, named)).toMatchObject({ encoding: named, because: 'named-by-sender' });
    for (const order of ['utf-16le', 'utf-16be'] as const)
      for (const named of ['utf-16', order] as const)
        for (const mark of ['', '\uFEFF'])
          expect(await readAs(bytesOf(`${mark}Nom\nبنسعيد\n`, order), 1, named)).toEqual({
            encoding: order,
            because: 'named-by-sender',
            rows: [['Nom'], ['بنسعيد']],
          });
    for (const [file, named] of [
      [bytesOf('Nom\nHélène\n', 'windows-1252'), 'utf-8'],
      [bytesOf('Nom\nHélène\n', 'windows-1252'), 'utf-16le'],
      [bytesOf('Nom\nAlami\n', 'utf-8'), 'utf-16'],
      [bytesOf('Nom\nAlami\n', 'utf-8'), 'utf-16le'],
      [bytesOf('Nom\nHélène\n', 'windows-1252'), 'utf-16'],
      [bytesOf('\uFEFFNom\n', 'utf-16be'), 'utf-16le'],
      [bytesOf('\uFEFFNom\n', 'utf-16le'), 'utf-16be'],
      [bytesOf('\uFEFFNom\n', 'utf-8'), 'utf-16'],
      [bytesOf('\uFEFFNom\n', 'utf-8'), 'windows-1256'],
      [bytesOf('Nom\nAlami\n', 'utf-16le'), 'utf-8'],
      [bytesOf('Nom\nHélène\n', 'utf-8'), 'windows-1252'],
      [bytesOf('Nom\nبنسعيد\n', 'utf-8'), 'windows-1256'],
      [bytesOf('Nom\nبنسعيد\n', 'windows-1256'), 'windows-1252'],
      [bytesOf('Nom\nBÉNI\n', 'windows-1252'), 'windows-1256'],
    ] as const)
      await expect(stored(file, 1, named)).rejects.toMatchObject({ code: 'ENCODING_CONTRADICTED' });
  });
});

describe('a table is cut into cells', () => {
  const CELLS = [
    ['a', 'b'],
    ['1', '2'],
  ];
  const cut: [name: string, file: string, rows: string[][]][] = [
    ...[',', ';', '\t', '|'].flatMap((separator) =>
      ['\n', '\r\n', '\r'].map((end): [string, string, string[][]] => [
        `${JSON.stringify(separator)} and ${JSON.stringify(end)}`,
        text(CELLS, separator, end),
        CELLS,
      ]),
    ),
    ['without an end to the last line', 'a,b\n1,2', CELLS],
    ['what `sep=` says', 'sep=;\r\na;b\r\n1;2\r\n', CELLS],
    ['what `sep=` says in quotes', '"sep=;"\r\na;b\r\n1;2\r\n', CELLS],
    ['Ctrl-Z at its end', 'a;b\r\n1;2\r\n\u001a', CELLS],
    ['Ctrl-Z at the end of its last cell', 'a;b\r\n1;2\u001a', CELLS],
    ['what `sep=` says of another sign', 'SEP=^\na^b\n1^2\n', CELLS],
    [
      'a decimal comma between semicolons',
      'a;b\n1,5;2\n',
      [
        ['a', 'b'],
        ['1,5', '2'],
      ],
    ],
    [
      'separators in quotes are text',
      'a,b\n"1,x","2;y"\n',
      [
        ['a', 'b'],
        ['1,x', '2;y'],
      ],
    ],
    [
      'a quoted header with the other separator',
      '"a,x,y";b\n1;2\n',
      [
        ['a,x,y', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'doubled quotes',
      'a,b\n"1 ""x""",2\n',
      [
        ['a', 'b'],
        ['1 "x"', '2'],
      ],
    ],
    [
      'lines in a cell',
      'a,b\n"1\r\nx",2\n',
      [
        ['a', 'b'],
        ['1\r\nx', '2'],
      ],
    ],
    ['blank lines', '\n\na,b\n\n1,2\n ,\n\n', CELLS],
    [
      'too few cells, and too many',
      'a,b\n1\n1,2,3\n',
      [
        ['a', 'b'],
        ['!', '1'],
        ['1', '2', '3'],
      ],
    ],
    [
      'an empty last cell',
      'a,b\n1,',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    ['empty quotes', 'a,b\n"",""\n1,2\n', CELLS],
    ['one column', 'a\n1\n', [['a'], ['1']]],
    [
      'digits as a text',
      'a,b\n="0012",2\n',
      [
        ['a', 'b'],
        ['0012', '2'],
      ],
    ],
    [
      'digits as a text, in quotes',
      'a,b\n"=""0012""",2\n',
      [
        ['a', 'b'],
        ['0012', '2'],
      ],
    ],
    [
      'a text that is no formula',
      "a,b\n'=1+1,'Abd\n",
      [
        ['a', 'b'],
        ['=1+1', "'Abd"],
      ],
    ],
    [
      'three kinds of apostrophe',
      "a,b\nd'Or,l’Or ʿAli\n",
      [
        ['a', 'b'],
        ["d'Or", 'l’Or ʿAli'],
      ],
    ],
    [
      'a quote too many breaks its line alone',
      'a,b\n1,"2"x\n3,4\n',
      [
        ['a', 'b'],
        ['!', '1', '"2"x'],
        ['3', '4'],
      ],
    ],
    [
      'a quote inside of a bare cell',
      'a,b\n1,2"\n3,4\n',
      [
        ['a', 'b'],
        ['!', '1', '2"'],
        ['3', '4'],
      ],
    ],
    [
      'a quote that another line seems to close',
      'a,b\n"1,2\n"3",4\n5,6\n',
      [
        ['a', 'b'],
        ['!', '"1', '2'],
        ['3', '4'],
        ['5', '6'],
      ],
    ],
    [
      'a quote that is never closed',
      'a,b\n"1,2\n3,4\n',
      [
        ['a', 'b'],
        ['!', '"1', '2'],
        ['3', '4'],
      ],
    ],
    [
      'a broken last line',
      'a,b\n1,"2',
      [
        ['a', 'b'],
        ['!', '1', '"2'],
      ],
    ],
    [
      'a quote never closed before a long text',
      `a,b\n"1,2\n${'3,4\n'.repeat(20_000)}`,
      [['a', 'b'], ['!', '"1', '2'], ...Array<string[]>(20_000).fill(['3', '4'])],
    ],
  ];
  it.each(cut)('%s', async (_, file, rows) => {
    expect((await readAs(Buffer.from(file))).rows).toEqual(rows);
    if (file.length < 200) expect((await readAs(Buffer.from(`\uFEFF${file}`), 1000)).rows).toEqual(rows);
  });

  it('tells where each line stands, whatever spans lines before it', async () => {
    const { kept, encoding } = await stored(Buffer.from('sep=,\n\na,b\n"x\r\ny",1\n"z,2\nz,3\n'));
    const lines: number[] = [];
    for await (const { line } of readLines(kept, encoding)) lines.push(line);
    expect(lines).toEqual([3, 4, 6, 7]);
  });

  it('keeps the beginning of a line without an end', async () => {
    const { rows } = await readAs(Buffer.from(`a,b\n${'x'.repeat(3_000_000)}`));
    expect(rows.at(-1)).toEqual(['!', `${'x'.repeat(1000)}…`]);
  });

  it.each(['', '\uFEFF', '\n \r\n', 'sep=;\n'])('refuses %j, which has no header', async (file) => {
    await expect(readAs(Buffer.from(file))).rejects.toMatchObject({ code: 'FILE_IS_EMPTY' });
  });
});

describe('what we write comes back as it was', () => {
  it.each([
    ['a matricule of 13 digits', '2000102400001'],
    ['a leading zero', '0012'],
    ['a formula', '=HYPERLINK("x")'],
    ['a telephone', '+212600000000'],
    ['quotes, separators and line ends', 'a "b", c;\r\nd'],
    ['Arabic, Tifinagh and an apostrophe', 'بنسعيد ⴰⵎⴰⵣⵉⵖ l’Or'],
    ['a sign that a spreadsheet runs', '@x'],
    ['a formula of digits', '="7"'],
  ])('%s', async (_, cell) => {
    const file = rejectedFile(['a', 'b'], [{ line: 2, code: 'X', column: 'a', reason: 'y', cells: [cell, '1'] }]);
    expect((await readAs(Buffer.from(file))).rows[1]!.slice(0, 2)).toEqual([cell, '1']);
  });
});
