import { afterAll, expect, it } from '@jest/globals';
import { NAMES, oddFiles, textOf } from '../testing/odd-files.js';

const { rowOf, outcomeOf, person, close } = await oddFiles();
afterAll(close);

const text = (about: Partial<Parameters<typeof textOf>[0]> = {}): string => textOf({ rows: [rowOf()], ...about });
const utf16 = (t: string, le = true) => {
  const b = Buffer.from('\ufeff' + t, 'utf16le');
  return le ? b : b.swap16();
};
const cp1256 = (t: string) =>
  Buffer.from(
    Array.from(t, (c) => {
      const m: Record<string, number> = {
        ا: 0xc7,
        ل: 0xe1,
        ت: 0xca,
        ز: 0xd2,
        ي: 0xed,
        ع: 0xda,
        م: 0xe3,
        ر: 0xd1,
        و: 0xe6,
        ن: 0xe4,
      };
      return m[c] ?? c.charCodeAt(0);
    }),
  );
const withCol = (name: string, value: string) => ({ header: [...NAMES, name], rows: [[...rowOf(), value]] });
const headed = (f: (n: string) => string) => text({ header: NAMES.map(f) });
const quoted = (v: string) => `"${v}"`;

const FILES: [name: string, file: () => string | Buffer, outcome: string][] = [
  ['plain', () => text(), '1 of 1'],
  ['semicolons', () => text({ sep: ';' }), '1 of 1'],
  ['tabs', () => text({ sep: '\t' }), '1 of 1'],
  ['bars', () => text({ sep: '|' }), '1 of 1'],
  ['sep=', () => text({ sep: '#', before: 'sep=#\r\n' }), '1 of 1'],
  ['sep= quoted', () => text({ sep: ';', before: '"sep=;"\r\n' }), '1 of 1'],
  ['bom', () => '\ufeff' + text(), '1 of 1'],
  ['two boms', () => '\ufeff\ufeff' + text(), '1 of 1'],
  ['bom then sep', () => '\ufeffsep=;\r\n' + text({ sep: ';' }), '1 of 1'],
  ['LF', () => text({ eol: '\n' }), '1 of 1'],
  ['CR', () => text({ eol: '\r' }), '1 of 1'],
  ['LF CR mix', () => text({ eol: '\n', rows: [rowOf()] }) + '\r\n' + rowOf().join(','), '2 of 2'],
  ['NEL line ends U+0085', () => text({ eol: '\u0085' }), 'refused HEADER_UNKNOWN'],
  ['U+2028 line ends', () => text({ eol: '\u2028' }), 'refused HEADER_UNKNOWN'],
  ['blank lines between', () => text({ eol: '\r\n\r\n\r\n' }), '1 of 1'],
  ['blank lines before', () => text({ before: '\r\n \r\n\t\r\n' }), '1 of 1'],
  ['separators only line', () => text({ after: '\r\n,,,,,,,,\r\n,,,,,,,,' }), '1 of 1'],
  ['trailing separators in all', () => text({ header: [...NAMES, '', ''], rows: [[...rowOf(), '', '']] }), '1 of 1'],
  ['trailing separator in rows only', () => text({ rows: [[...rowOf(), '']] }), '1 of 1'],
  ['trailing separator header only', () => text({ header: [...NAMES, ''] }), '1 of 1'],
  ['ctrl-z end', () => text({ after: '\r\n\u001a' }), '1 of 1'],
  ['ctrl-z end and padding', () => text({ after: '\r\n\u001a\u001a\u001a' }), '1 of 2 3 CELLS_MISSING'],
  ['NUL padding', () => text({ after: '\r\n\0\0\0' }), '1 of 2 3 CELLS_MISSING'],
  ['all quoted', () => text({ header: NAMES.map(quoted), rows: [rowOf().map(quoted)] }), '1 of 1'],
  ['single quotes', () => text({ rows: [rowOf().map((c) => `'${c}'`)] }), '0 of 1 2 INVALID_FORMAT MatriculeEtudiant'],
  [
    'typographic quotes',
    () => text({ rows: [rowOf().map((c) => `“${c}”`)] }),
    '0 of 1 2 INVALID_FORMAT MatriculeEtudiant',
  ],
  ['blank before quote', () => text({ rows: [rowOf().map((c) => ` "${c}"`)] }), '0 of 1 2 QUOTE_UNPAIRED'],
  ['header upper', () => headed((n) => n.toUpperCase()), '1 of 1'],
  ['header spaces', () => headed((n) => ` ${n.replace(/([a-z])([A-Z])/g, '$1 $2')} `), '1 of 1'],
  ['header accents', () => headed((n) => n.replace('Prenom', 'Prénom')), '1 of 1'],
  ['header NBSP zero width', () => headed((n) => `\u200b${n}\u00a0`), '1 of 1'],
  ['header underscore', () => headed((n) => n.replace('DateNaissance', 'Date_Naissance')), 'refused HEADER_UNKNOWN'],
  ['header colon', () => headed((n) => `${n}:`), 'refused HEADER_UNKNOWN'],
  ['header twice', () => text(withCol('Nom', 'ALAMI')), 'refused COLUMN_TWICE'],
  ['header twice same cells', () => text(withCol('Nom', 'TAZI')), 'refused COLUMN_TWICE'],
  [
    'header repeated midway',
    () => text({ rows: [rowOf(), NAMES, rowOf()] }),
    '2 of 3 3 INVALID_FORMAT MatriculeEtudiant',
  ],
  ['title row above', () => text({ before: 'Liste des stagiaires 2026\r\n' }), 'refused HEADER_UNKNOWN'],
  ['title row of cells above', () => text({ before: 'Liste des stagiaires,,,,,,,,\r\n' }), 'refused HEADER_UNKNOWN'],
  ['total row below', () => text({ after: '\r\nTotal,1,,,,,,,' }), '1 of 2 3 INVALID_FORMAT MatriculeEtudiant'],
  [
    'empty column in the middle',
    () =>
      text({
        header: [...NAMES.slice(0, 3), '', ...NAMES.slice(3)],
        rows: [
          (() => {
            const r = rowOf();
            return [...r.slice(0, 3), '', ...r.slice(3)];
          })(),
        ],
      }),
    '1 of 1',
  ],
  [
    'values in an unnamed column',
    () =>
      text({
        header: [...NAMES.slice(0, 3), '', ...NAMES.slice(3)],
        rows: [
          (() => {
            const r = rowOf();
            return [...r.slice(0, 3), 'x', ...r.slice(3)];
          })(),
        ],
      }),
    '0 of 1 2 CELLS_TOO_MANY',
  ],
  ['latin1', () => Buffer.from(text(), 'latin1'), '1 of 1'],
  ['utf16le', () => utf16(text()), '1 of 1'],
  ['utf16be', () => utf16(text(), false), '1 of 1'],
  ['utf16 without bom', () => Buffer.from(text(), 'utf16le'), '1 of 1'],
  [
    'utf8 with one bad byte',
    () =>
      Buffer.concat([
        Buffer.from(text()),
        Buffer.from('\r\n'),
        Buffer.from(rowOf({ Nom: 'B\xe9NI' }).join(','), 'latin1'),
      ]),
    '1 of 2 2 INVALID_TEXT Prenom',
  ],
  [
    'cp1256',
    () => cp1256(text({ ...withCol('Nom_Arabe', 'التازي'), rows: [[...rowOf({ Prenom: 'Salma' }), 'التازي']] })),
    '1 of 1',
  ],
  [
    'utf32',
    () =>
      Buffer.from(
        Array.from(text()).flatMap((c) => {
          const p = c.codePointAt(0)!;
          return [p & 255, (p >> 8) & 255, (p >> 16) & 255, 0];
        }),
      ),
    '422 FILE_IS_NOT_TEXT',
  ],
  ['gzip', () => Buffer.from('1f8b08000000000000034b04000043beb7e801000000', 'hex'), '422 FILE_IS_NOT_TEXT'],
  [
    'html table named xls',
    () => '<html><table><tr><td>MatriculeEtudiant</td></tr></table></html>',
    '422 FILE_IS_NOT_TEXT',
  ],
  ['json', () => JSON.stringify([{ MatriculeEtudiant: '1' }]), 'refused FILE_IS_MALFORMED'],
  ['one cell per line', () => text().split('\r\n').map(quoted).join('\r\n'), '1 of 1'],
  ['empty', () => '', '422 FILE_IS_EMPTY'],
  ['bom only', () => '\ufeff', 'refused FILE_IS_EMPTY'],
  ['header only', () => text({ rows: [] }), 'refused FILE_HAS_NO_ROWS'],
];

it.each(FILES)('%s', async (_, file, outcome) => {
  expect(await outcomeOf(file())).toBe(outcome);
  const found = outcome === '1 of 1' ? await person() : undefined;
  if (found) expect(found).toMatchObject({ birthDate: '2005-02-01', placements: [{ state: 'active' }] });
});
