import { csvHead, csvLine } from '../files/csv-file.js';

export type RejectedRow = {
  line: number;
  code: string;
  column: string | null;
  reason: string;
  cells: readonly string[];
};

/**
 * The rejected rows as a file to correct and send again: the original columns, without names those of cells that the header has none for,
 * then where and why.
 */
export function rejectedFile(header: readonly string[], rows: readonly RejectedRow[]): string {
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), header.length);
  const padded = (cells: readonly string[]): string[] =>
    Array.from({ length: width }, (_, index) => cells[index] ?? '');
  const lines = rows.map(({ line, code, column, reason, cells }) =>
    csvLine([...padded(cells), line, code, column, reason]),
  );
  return `${csvHead([...padded(header), 'takwin_line', 'takwin_code', 'takwin_column', 'takwin_reason'])}${lines.join('')}`;
}
