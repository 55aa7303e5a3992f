/** Why a line is not read as a row: quotes that are not paired, longer than any row is, or without cells that others of the file have. */
export type LineFault = 'QUOTE_UNPAIRED' | 'ROW_TOO_LONG' | 'CELLS_MISSING';

/** A line of the file as cells; `line` counts from 1, the header's line included. */
export type Line = { line: number; cells: string[]; fault?: LineFault };

/** What cells are parted by. */
export const SEPARATORS = [',', ';', '\t', '|'];
const SAYS_SEPARATOR = /^("?)sep=(.)\1$/i;
/** Ctrl-Z, with which DOS ends a text. */
const DOS_END = '\u001a';

/** Of a quoted cell at most, in characters: what is longer has lost its closing quote. */
const LONGEST_CELL = 65_536;

/** Of a line at most, in characters, and what is kept of a longer one. */
const LONGEST_RECORD = 1_000_000;
const KEPT_OF_LONGER = 1_000;

// How a spreadsheet is told that digits are a text, and that a text is no formula.
const AS_TEXT = /^="(?<text>[^"]*)"$/;
const NO_FORMULA = /^'(?='*[=+\-@\t\r\n])/;

/** A record as far as it is read: where the next one begins, undefined where more text is needed to tell. */
type Taken = { next: number; cells: string[]; fault?: LineFault };

/**
 * Cuts text into records as RFC 4180 has them, and as spreadsheets write them. A record whose quotes are not paired, or that is too
 * long, is at fault alone: it ends with its line, and the next line begins another. Blank lines are read over.
 */
export class RecordReader {
  #text = '';
  /** The beginning of a record that is too long, while its end is looked for. */
  #tooLong = '';
  #line = 1;
  /** Records that were read, blank ones too. */
  records = 0;
  #separator: string | undefined;
  /** Cells of the header, undefined until it is read. */
  #columns: number | undefined;

  /** The records that are whole with this piece of the text. */
  read(piece: string): Generator<Line> {
    // No record ends where no line does: a long one is looked at once, and not at each piece of it.
    const mayEnd = /[\r\n]/.test(piece) || this.#text.endsWith('\r');
    this.#text += piece;
    return this.#records(false, mayEnd);
  }

  /** The records that the end makes whole. */
  end(): Generator<Line> {
    if (this.#text.endsWith(DOS_END)) this.#text = this.#text.slice(0, -1);
    return this.#records(true);
  }

  *#records(isEnd: boolean, mayEnd = true): Generator<Line> {
    let start = 0;
    if (mayEnd && !this.#separator) start = this.#begin(isEnd);
    while (mayEnd && this.#separator && start < this.#text.length) {
      const taken = this.#whole(start, isEnd);
      if (!taken) break;
      const line = this.#line;
      this.#line += linesIn(this.#text, start, taken.next);
      start = taken.next;
      this.records++;
      if (!taken.fault && taken.cells.every((cell) => cell.trim() === '')) continue;
      this.#columns ??= named(taken.cells).length;
      yield { line, cells: taken.cells, ...(taken.fault && { fault: taken.fault }) };
    }
    this.#text = this.#text.slice(start);
    if (this.#tooLong || this.#text.length > LONGEST_RECORD) {
      this.#tooLong ||= this.#text.slice(0, KEPT_OF_LONGER);
      // A CR at the end may be half of a line end.
      this.#text = this.#text.slice(-1);
    }
  }

  /** Settles the separator by the first line that holds something: where the records begin. */
  #begin(isEnd: boolean): number {
    let start = this.#text.startsWith('\uFEFF') ? 1 : 0;
    for (;;) {
      const end = lineEnd(this.#text, start, isEnd);
      if (end === undefined) return 0;
      const line = this.#text.slice(start, end);
      const next = afterLineEnd(this.#text, end);
      const said = SAYS_SEPARATOR.exec(line)?.[2];
      if (said || line.trim() !== '') {
        this.#separator = said ?? separatorOf(line);
        if (!said) return start;
        this.#line++;
        return next;
      }
      if (end >= this.#text.length) return end;
      this.#line++;
      start = next;
    }
  }

  /** A record, or its first line alone where two of its lines would be rows by themselves: its cells did not mean to span them. */
  #whole(start: number, isEnd: boolean): Taken | undefined {
    const taken = this.#take(start, isEnd);
    if (!taken || taken.fault || !this.#columns || this.#columns === 1) return taken;
    const { length } = taken.cells;
    // Excel writes rows without the last columns, but none of one cell that is a whole line of another file.
    const row = length === 1 ? this.#columns : Math.min(length, this.#columns);
    const lines = this.#text.slice(start, taken.next).split(/[\r\n]+/);
    const rows = lines.filter((line) => line.split(this.#separator!).length >= row);
    return rows.length > 1 ? this.#broken(start, isEnd) : taken;
  }

  #take(start: number, isEnd: boolean): Taken | undefined {
    if (this.#tooLong) return this.#restOfTooLong(start, isEnd);
    const text = this.#text;
    const cells: string[] = [];
    let at = start;
    for (;;) {
      let cell: string;
      if (text[at] === '"') {
        const close = closingQuote(text, at + 1);
        if (close === undefined || close - at > LONGEST_CELL)
          return isEnd || text.length - at > LONGEST_CELL ? this.#broken(start, isEnd) : undefined;
        // Whether this quote closes is told by what follows it.
        if (close + 1 >= text.length && !isEnd) return undefined;
        cell = text.slice(at + 1, close).replaceAll('""', '"');
        at = close + 1;
        if (at < text.length && text[at] !== this.#separator && !isLineEnd(text[at])) return this.#broken(start, isEnd);
      } else {
        const end = cellEnd(text, at, this.#separator!);
        if (end >= text.length && !isEnd) return undefined;
        cell = text.slice(at, end);
        if (cell.includes('"') && !AS_TEXT.test(cell)) return this.#broken(start, isEnd);
        at = end;
      }
      cells.push(shown(cell));
      if (at >= text.length) return isEnd ? { next: at, cells } : undefined;
      if (text[at] === this.#separator) {
        at++;
        if (at >= text.length && isEnd) return { next: at, cells: [...cells, ''] };
        continue;
      }
      // A CR at the end of what is here may be half of a line end.
      if (text[at] === '\r' && at + 1 >= text.length && !isEnd) return undefined;
      return { next: afterLineEnd(text, at), cells };
    }
  }

  #broken(start: number, isEnd: boolean): Taken | undefined {
    const end = lineEnd(this.#text, start, isEnd);
    if (end === undefined) return undefined;
    const cells = this.#text.slice(start, end).split(this.#separator!);
    return { next: afterLineEnd(this.#text, end), cells, fault: 'QUOTE_UNPAIRED' };
  }

  #restOfTooLong(start: number, isEnd: boolean): Taken | undefined {
    const end = lineEnd(this.#text, start, isEnd);
    if (end === undefined) return undefined;
    const cells = `${this.#tooLong}…`.split(this.#separator!);
    this.#tooLong = '';
    return { next: afterLineEnd(this.#text, end), cells, fault: 'ROW_TOO_LONG' };
  }
}

/** The text of a cell as a spreadsheet shows it. */
export const shown = (cell: string): string => AS_TEXT.exec(cell)?.groups?.text ?? cell.replace(NO_FORMULA, '');
const isLineEnd = (character: string | undefined): boolean => character === '\n' || character === '\r';

/** Where the quote stands that closes a cell, doubled ones passed over; undefined where none is here yet. */
function closingQuote(text: string, from: number): number | undefined {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return undefined;
}

function cellEnd(text: string, from: number, separator: string): number {
  for (let at = from; at < text.length; at++)
    if (text[at] === separator || text[at] === '\n' || text[at] === '\r') return at;
  return text.length;
}

/** Where the line ends, its end aside; undefined where more text may tell. */
function lineEnd(text: string, from: number, isEnd: boolean): number | undefined {
  for (let at = from; at < text.length; at++)
    if (text[at] === '\n' || (text[at] === '\r' && (isEnd || at + 1 < text.length))) return at;
  return isEnd ? text.length : undefined;
}

const afterLineEnd = (text: string, end: number): number =>
  Math.min(text.length, text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1);

/** A header as far as its columns have names: spreadsheets write empty ones behind them. */
export const named = (header: readonly string[]): string[] =>
  header.slice(0, header.findLastIndex((name) => name.trim() !== '') + 1);

function linesIn(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = from; at < to; at++) if (text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n')) lines++;
  return lines;
}

/** The one that stands most often outside of quotes; a comma in a header of one column. */
export function separatorOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((separator) => bare.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))]!;
}
