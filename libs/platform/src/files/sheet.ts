import { FileRefused } from '../errors/file-refused.js';
import { CellFormats, numberShown } from './cell-formats.js';
import { type Line, shown } from './record-reader.js';
import type { Walker } from './walk-xml.js';

/** Rows that a sheet can have (Excel's bound), and columns that a table of ours can. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 1_024;
/** Of where a cell says that it is, in characters that are told. */
const LONGEST_REFERENCE = 20;

type Attributes = Readonly<Record<string, string>>;
type Cell = {
  column: number;
  type: string;
  style: string | undefined;
  value: string;
  hasValue: boolean;
  isFormula: boolean;
};

/** What the cells of a sheet refer to. */
export type Book = { strings: readonly string[]; formats: CellFormats; is1904: boolean };

/** The rows of a worksheet that hold something, numbered as the sheet numbers them. */
export class SheetReader implements Walker {
  #rows: Line[] = [];
  #row = 0;
  #column = 0;
  #cells: string[] = [];
  #cell: Cell | undefined;
  /** Whose text is heard: a value's or an inline string's. */
  #hears = false;
  #phonetic = false;
  /** The first and the last row that hold something, and the columns of the first. */
  #filled: { first: number; last: number; columns: number } | undefined;

  constructor(
    private readonly name: string,
    private readonly book: Book,
  ) {}

  /** The rows that are whole by now. */
  taken(): Line[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'row') this.#begin(Number(attributes.r ?? this.#row + 1));
    else if (name === 'c') this.#cell = this.#cellOf(attributes);
    else if (name === 'f' && this.#cell) this.#cell.isFormula = true;
    else if (name === 'mergeCell') this.#demandApart(attributes.ref ?? '');
    else if (name === 'rPh') this.#phonetic = true;
    else if ((name === 'v' || (name === 't' && !this.#phonetic)) && this.#cell) {
      this.#cell.hasValue = true;
      this.#hears = true;
    }
  }

  text(text: string): void {
    if (this.#hears && this.#cell) this.#cell.value += text;
  }

  close(name: string): void {
    this.#hears = false;
    if (name === 'rPh') this.#phonetic = false;
    else if (name === 'c' && this.#cell) {
      this.#put(this.#cell);
      this.#cell = undefined;
    } else if (name === 'row' && this.#cells.some((cell) => cell.trim() !== '')) {
      const { first, columns } = this.#filled ?? { first: this.#row, columns: this.#cells.length };
      this.#filled = { first, last: this.#row, columns };
      this.#rows.push({ line: this.#row, cells: this.#cells });
    }
  }

  /** Refuses cells that are merged beside or below one another within the table: what one of them says would be lost to the others. */
  #demandApart(range: string): void {
    const [, column, first, last = first] = /^([A-Z]+)(\d+)(?::[A-Z]+(\d+))?$/.exec(range.replaceAll('$', '')) ?? [];
    if (!column || !this.#filled || columnOf(`${column}${first}`)! >= this.#filled.columns) return;
    if (Number(first) <= this.#filled.last && Number(last) >= this.#filled.first)
      throw new FileRefused('CELLS_MERGED', `merged cells ${range}`, { sheet: this.name, cell: range });
  }

  #refused(why: string, cell?: string): FileRefused {
    return new FileRefused('WORKBOOK_UNREADABLE', why, { sheet: this.name, ...(cell && { cell }) });
  }

  #begin(row: number): void {
    if (!(row > this.#row && row <= MOST_ROWS)) throw this.#refused(`row ${row} after row ${this.#row}`);
    this.#row = row;
    this.#column = 0;
    this.#cells = [];
  }

  #cellOf({ r, t = 'n', s }: Attributes): Cell {
    const column = r === undefined ? this.#column : columnOf(r);
    if (column === undefined || !(column < MOST_COLUMNS))
      throw this.#refused(`no cell of a table of ${MOST_COLUMNS} columns`, r?.slice(0, LONGEST_REFERENCE));
    this.#column = column + 1;
    return { column, type: t, style: s, value: '', hasValue: false, isFormula: false };
  }

  #put({ column, type, style, value, hasValue, isFormula }: Cell): void {
    const place = `${lettersOf(column)}${this.#row}`;
    // A formula that came to an empty text says that it is a text.
    if (isFormula && value === '' && !(hasValue && type === 'str'))
      throw this.#refused('a formula that nobody has computed', place);
    if (!hasValue || value === '') return;
    while (this.#cells.length < column) this.#cells.push('');
    const text = this.#textOf(type, value, style);
    if (text === undefined) throw this.#refused(`no string ${value}`, place);
    this.#cells[column] = shown(text);
  }

  #textOf(type: string, value: string, style: string | undefined): string | undefined {
    const { strings, formats, is1904 } = this.book;
    if (type === 'n') return numberShown(value, formats.of(style), is1904);
    if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
    if (type !== 's') return unescaped(value);
    return strings[Number(value)];
  }
}

/** `B12` is in column 1, `AA3` in column 26; undefined of what is no place. */
function columnOf(reference: string): number | undefined {
  const letters = /^\$?([A-Z]{1,3})\$?\d+$/i.exec(reference)?.[1];
  if (!letters) return undefined;
  return [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

const lettersOf = (column: number): string =>
  (column < 26 ? '' : lettersOf(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));

// What XML cannot hold stands as _x000D_ (ECMA-376, ST_Xstring).
const unescaped = (text: string): string =>
  text
    .replace(/_x(?!0000)([0-9A-F]{4})_/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .toWellFormed();

/** The strings that cells share, each once. */
export class SharedStrings implements Walker {
  readonly strings: string[] = [];
  #parts = '';
  #hears = false;
  #phonetic = false;
  /** Characters that are kept, with what a string costs besides. */
  kept = 0;

  open(name: string): void {
    if (name === 'si') this.#parts = '';
    else if (name === 'rPh') this.#phonetic = true;
    else if (name === 't') this.#hears = !this.#phonetic;
  }

  text(text: string): void {
    if (this.#hears) this.#parts += text;
  }

  close(name: string): void {
    this.#hears = false;
    if (name === 'rPh') this.#phonetic = false;
    if (name !== 'si') return;
    this.strings.push(unescaped(this.#parts));
    this.kept += this.#parts.length + 16;
  }
}
