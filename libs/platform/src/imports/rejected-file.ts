import { csvHead, csvLine } from '../files/csv-file.js';

export type RejectedRow = {
  line: number;
  code: string;
  column: string | null;
  reason: string;
  cells: readonly string[];
};

/** The rejected rows as a file to correct and send again: the original columns, then where and why. */
export function rejectedFile(header: readonly string[], rows: readonly RejectedRow[]): string {
  const lines = rows.map(({ line, code, column, reason, cells }) =>
    csvLine([...header.map((_, index) => cells[index] ?? ''), line, code, column, reason]),
  );
  return `${csvHead([...header, 'takwin_line', 'takwin_code', 'takwin_column', 'takwin_reason'])}${lines.join('')}`;
}
