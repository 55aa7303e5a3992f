import { csvHead, csvLine } from '../files/csv-file.js';

export type RejectedRow = {
  line: number;
  code: string;
  column: string | null;
  reason: string;
  cells: readonly string[];
};

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
