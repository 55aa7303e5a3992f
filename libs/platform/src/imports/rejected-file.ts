export type RejectedRow = {
  line: number;
  code: string;
  column: string | null;
  reason: string;
  cells: readonly string[];
};

// A spreadsheet would run what begins so (OWASP, CSV injection).
const FORMULA = /^[=+\-@\t\r]/;

// A spreadsheet would show 2.00E+12, or 12 for 0012: as a text it keeps the digits, and so does what we read back.
const DIGITS = /^(?:0\d+|\d{12,})$/;

function cellOf(value: string): string {
  const safe = DIGITS.test(value) ? `="${value}"` : FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const lineOf = (cells: readonly string[]): string => `${cells.map(cellOf).join(',')}\r\n`;

/** The rejected rows as a file to correct and send again: the original columns, then where and why. */
export function rejectedFile(header: readonly string[], rows: readonly RejectedRow[]): string {
  const lines = rows.map(({ line, code, column, reason, cells }) =>
    lineOf([...header.map((_, index) => cells[index] ?? ''), String(line), code, column ?? '', reason]),
  );
  return `\uFEFF${lineOf([...header, 'takwin_line', 'takwin_code', 'takwin_column', 'takwin_reason'])}${lines.join('')}`;
}
