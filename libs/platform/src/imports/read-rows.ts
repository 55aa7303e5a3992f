import { FileRefused } from '../errors/file-refused.js';
import { faultsOf, type RowFault, type RowFaults } from '../errors/row-fault.js';
import type { Judged } from '../files/encoding.js';
import { readLines } from '../files/read-lines.js';
import { readWorkbook } from '../files/read-workbook.js';
import { readZip, type Table } from '../files/read-zip.js';
import { type Line, type LineFault, named } from '../files/record-reader.js';
import { unfoldLines } from '../files/unfold-lines.js';
import type { Progress } from './progress.js';
import type { Tally } from './tally.js';

/**
 * A row as it is read. `refused`: it is none of this header, and is not to be taken; `isKnown` tells of which cells (by place, from 0) it is known
 * what they hold, so that they are judged all the same.
 */
export type SentRow = Pick<Line, 'line' | 'cells'> & {
  refused?: { fault: RowFault; isKnown: (place: number) => boolean };
};

/** What is wrong with a row: that it is none, and the faults of cells that were found, with those that are known by their place alone. */
export function faultsOfRow(
  { refused }: SentRow,
  found: RowFaults | undefined,
  columns: ReadonlyMap<string, number>,
): RowFaults | undefined {
  if (!refused) return found;
  const { also = [], ...first } = found ?? {};
  const others = [...('code' in first ? [first] : []), ...also].filter(
    ({ column }) => column !== null && refused.isKnown(columns.get(column) ?? Infinity),
  );
  return faultsOf([refused.fault, ...others]);
}

type StoredText = Judged & { file: Buffer };

/** Columns of the file of rejected rows that say where and why: a file that comes back with them is as it was without. */
const OURS = /^\s*takwin_(file|line|code|column|reason)\s*$/i;
const OUR_CODE = /^\s*takwin_code\s*$/i;

/**
 * The header of a file and its rows as they are read, of which `told` counts each; those that are no rows of this header say so. Refuses
 * FILE_IS_EMPTY, FILE_IS_MALFORMED and, as it comes to it, HEADERS_DIFFER.
 */
export async function readRows(
  stored: StoredText,
  told: Tally,
  progress: Progress,
): Promise<{ header: readonly string[]; lines: AsyncIterable<SentRow> }> {
  const tables = tablesOf(stored);
  const table = await tables.next();
  if (table.done) throw new FileRefused('FILE_IS_EMPTY', 'no file');
  const first = await begun(table.value);
  told.header = first.header;
  return { header: first.header, lines: rowsOf(first, tables, told, progress) };
}

/** Of a row that is refused so, in cells beyond those of the header. */
const MOST_SURPLUS = 20;

const FAULTS: Record<LineFault | 'CELLS_TOO_MANY', string> = {
  QUOTE_UNPAIRED: 'a quote alone',
  ROW_TOO_LONG: 'longer than any row',
  CELLS_MISSING: 'fewer cells than the header has',
  CELLS_TOO_MANY: 'more cells than the header has',
};

async function* tablesOf({ file, encoding, because }: StoredText): AsyncGenerator<Table> {
  if (because === 'zip') yield* readZip(file, encoding);
  else yield { name: null, lines: because === 'workbook' ? readWorkbook(file) : readLines(file, encoding) };
}

/**
 * A table of which the header is read, without the columns that we wrote beside rejected rows: `theirs` takes them out of a row, and
 * `isUnpaired` tells whether a row was refused for a quotation mark alone and still has one, which we have paired as we wrote it.
 */
type Begun = {
  name: string | null;
  header: readonly string[];
  theirs: (cells: readonly string[]) => string[];
  isUnpaired: (cells: readonly string[]) => boolean;
  lines: AsyncIterable<Line>;
};

/**
 * Takes our columns out of a row. What stands under a name that is empty, as in a sheet that begins in column B, goes to its end: there
 * it is a cell without a column, and none where nothing is there.
 */
function theirsOf(header: readonly string[]): (cells: readonly string[]) => string[] {
  const isOurs = header.map((name) => OURS.test(name));
  const isBare = named(header).map((name) => name.trim() === '');
  if (!isBare.includes(true)) return (cells) => cells.filter((_, column) => !isOurs[column]);
  return (cells) => {
    const theirs = Array.from({ length: Math.max(cells.length, isBare.length) }, (_, column) => cells[column] ?? '');
    return [
      ...theirs.filter((_, column) => !isOurs[column] && !isBare[column]),
      ...theirs.filter((cell, column) => isBare[column] && cell.trim() !== ''),
    ];
  };
}

async function begun({ name, lines: read }: Table): Promise<Begun> {
  const lines = unfoldLines(read);
  const first = await lines.next();
  if (first.done) throw new FileRefused('FILE_IS_EMPTY', 'no header in the first line');
  const { fault, cells } = first.value;
  if (fault) throw new FileRefused('FILE_IS_MALFORMED', `the header: ${fault}`, name === null ? {} : { file: name });
  const theirs = theirsOf(cells);
  const ourCode = cells.findIndex((one) => OUR_CODE.test(one));
  const isUnpaired = (some: readonly string[]): boolean =>
    some[ourCode]?.trim() === 'QUOTE_UNPAIRED' && theirs(some).some((cell) => cell.includes('"'));
  return { name, header: named(theirs(cells)), theirs, isUnpaired, lines };
}

/** The rows of all files of a zip under one header, their lines counted on from file to file. Refuses HEADERS_DIFFER. */
async function* rowsOf(
  first: Begun,
  others: AsyncIterable<Table>,
  told: Tally,
  progress: Progress,
): AsyncGenerator<SentRow> {
  let last = 0;
  const rows = ({ name, lines, ...table }: Begun): AsyncGenerator<SentRow> => {
    const after = last;
    if (name !== null) told.files.push({ name, after });
    const counted = async function* (): AsyncGenerator<Line> {
      for await (const line of lines) {
        last = after + line.line;
        yield { ...line, line: last };
      }
    };
    return readable(counted(), table, told, progress);
  };
  const tidy = ({ header }: Begun): string => JSON.stringify(header.map((name) => name.trim()));
  yield* rows(first);
  for await (const table of others) {
    const next = await begun(table);
    if (tidy(next) !== tidy(first)) {
      const files = [first.name, next.name];
      throw new FileRefused('HEADERS_DIFFER', `other columns in ${next.name} than in ${first.name}`, { files });
    }
    yield* rows(next);
  }
}

/** Counts the lines, tells those that are no rows of this header, and takes what we wrote beside a rejected row out of it. */
async function* readable(
  lines: AsyncIterable<Line>,
  { theirs, isUnpaired }: Pick<Begun, 'theirs' | 'isUnpaired'>,
  told: Tally,
  progress: Progress,
): AsyncGenerator<SentRow> {
  const columns = told.header.length;
  for await (const { line, cells: all, fault } of lines) {
    told.rows++;
    progress.see(told);
    const cells = theirs(all);
    const isSurplus = cells.slice(columns).some((cell) => cell.trim() !== '');
    const code =
      fault ?? (isUnpaired(all) ? 'QUOTE_UNPAIRED' : undefined) ?? (isSurplus ? 'CELLS_TOO_MANY' : undefined);
    if (code) {
      const kept = cells.slice(0, columns + MOST_SURPLUS);
      yield {
        line,
        cells: kept,
        refused: { fault: { code, column: null, reason: FAULTS[code] }, isKnown: knownOf(code, cells, columns) },
      };
    } else yield { line, cells: cells.slice(0, columns) };
  }
}

/** Of a row that was cut off the last cell may be half of one; one with a quote alone has its cells where they are as many as the header's. */
function knownOf(code: keyof typeof FAULTS, cells: readonly string[], columns: number): (place: number) => boolean {
  if (code === 'CELLS_MISSING') return (place) => place < cells.length - 1;
  if (code === 'CELLS_TOO_MANY') return (place) => place < columns;
  return (place) => code === 'QUOTE_UNPAIRED' && cells.length === columns && !cells[place]?.includes('"');
}
