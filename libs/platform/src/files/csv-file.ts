// A spreadsheet would run what begins so (OWASP, CSV injection); one more apostrophe keeps one that stood before it.
const FORMULA = /^'*[=+\-@\t\r\n]/;

// A spreadsheet would show 2.00E+12, or 12 for 0012, or 1.00E+02 for 1E2: as a text it keeps what is written, and so does what we read back.
const AS_TEXT = /^(?:0\d+|\d{12,}|\d+E\d+)$/i;

// Any separator that we read, so that the header tells the comma.
const QUOTED = /[",;|\t\r\n]/;

type Cell = string | number | null;

function cellOf(cell: Cell): string {
  const value = String(cell ?? '');
  const safe = AS_TEXT.test(value) ? `="${value}"` : FORMULA.test(value) ? `'${value}` : value;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A line of a CSV file that spreadsheets show as it is and `readLines` reads back: no formula runs, and digits stay as they are. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellOf).join(',')}\r\n`;

/** The first line of one, with what tells a spreadsheet that it is UTF-8. */
export const csvHead = (names: readonly string[]): string => `\uFEFF${csvLine(names)}`;
