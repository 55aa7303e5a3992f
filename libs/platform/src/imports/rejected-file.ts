import type { RowFaults } from '../errors/row-fault.js';
import type { Migration } from '../postgres/migrate.js';
import { csvHead, csvLine } from '../files/csv-file.js';

/** A row that was not taken in, as it was sent, and all that is wrong with it. */
export type RejectedRow = RowFaults & { line: number; cells: readonly string[] };

/** Beside the first fault of a row, which the release before knows: those of its other columns. */
export const everyFault = (table: string): Migration => ({
  name: '2026-12-08-every-fault',
  up: `alter table ${table}_rejected_row add column also jsonb;`,
});

/** A file of a zip; `after`: the lines of those before it, beyond which its own are counted on. */
export type ZippedFile = { name: string; after: number };

/**
 * The rejected rows as a file to correct and send again: the original columns, without names those of cells that the header has none for,
 * then where and why; of a zip, in which of its files too.
 */
export function rejectedFile(
  header: readonly string[],
  rows: readonly RejectedRow[],
  files: readonly ZippedFile[] = [],
): string {
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), header.length);
  const padded = (cells: readonly string[]): string[] =>
    Array.from({ length: width }, (_, index) => cells[index] ?? '');
  const placeOf = (line: number): (string | number)[] => {
    const file = files.findLast(({ after }) => after < line);
    return file ? [file.name, line - file.after] : [line];
  };
  const lines = rows.map(({ line, code, column, reason, cells }) =>
    csvLine([...padded(cells), ...placeOf(line), code, column, reason]),
  );
  const place = files.length > 0 ? ['takwin_file', 'takwin_line'] : ['takwin_line'];
  return `${csvHead([...padded(header), ...place, 'takwin_code', 'takwin_column', 'takwin_reason'])}${lines.join('')}`;
}
