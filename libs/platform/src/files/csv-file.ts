// A spreadsheet would run what begins so (OWASP, CSV injection); one more apostrophe keeps one that stood before it.
const FORMULA = /^'*[=+\-@\t\r\n]/;

// A spreadsheet would show 2.00E+12, or 12 for 0012, or 1.00E+02 for 1E2: as a text it keeps what is written, and so does what we read back.
const NUMBER = /^(?:0\d+|\d{12,}|\d+(?:[.,]\d+)?E[+-]?\d+)$/i;

// It would read 1-2 and DEC1 as days and 1.5 as one in some countries, exchange the day and month of 01/02/2005 in others, and write them its way.
const DAY = /^\d{1,4}(?:[-/.:]\d{1,4}){1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$/;
const MONTHS =
  'janv?|janvier|january|f[eé]vr?|f[eé]vrier|feb|february|mars?|march|apr|avr|april|avril|mai|may|june?|juin|jul|july|juil|juillet|' +
  'aug|august|ao[uû]t|sept?|septembre|september|oct|octobre|october|nov|novembre|november|d[eé]c|d[eé]cembre|december';
const DAY_BY_NAME = new RegExp(`^(?:\\d{1,2}[ -]?(?:${MONTHS})|(?:${MONTHS})[ -]?\\d{1,4})$`, 'i');

// Any separator that we read, so that the header tells the comma.
const QUOTED = /[",;|\t\r\n]/;

type Cell = string | number | null;

function cellOf(cell: Cell): string {
  const value = String(cell ?? '');
  const isRetyped = [NUMBER, DAY, DAY_BY_NAME].some((form) => form.test(value));
  const safe = isRetyped ? `="${value}"` : FORMULA.test(value) ? `'${value}` : value;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A line of a CSV file that spreadsheets show as it is and `readLines` reads back: no formula runs, and digits and days stay as they are. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellOf).join(',')}\r\n`;

/** The first line of one, with what tells a spreadsheet that it is UTF-8. */
export const csvHead = (names: readonly string[]): string => `\uFEFF${csvLine(names)}`;
