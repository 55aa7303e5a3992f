import { CellFormats, numberShown } from './cell-formats.js';
import { type Line, shown } from './record-reader.js';
import type { Walker } from './walk-xml.js';

/** Rows that a sheet can have (Excel's bound), and columns that a table of ours can. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 1_024;

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

  constructor(private readonly book: Book) {}

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
    } else if (name === 'row' && this.#cells.some((cell) => cell.trim() !== ''))
      this.#rows.push({ line: this.#row, cells: this.#cells });
  }

  #begin(row: number): void {
    if (!(row > this.#row && row <= MOST_ROWS)) throw new Error(`row ${row} after row ${this.#row}`);
    this.#row = row;
    this.#column = 0;
    this.#cells = [];
  }

  #cellOf({ r, t = 'n', s }: Attributes): Cell {
    const column = r === undefined ? this.#column : columnOf(r);
    if (!(column < MOST_COLUMNS)) throw new Error(`a cell at ${r}: more than ${MOST_COLUMNS} columns`);
    this.#column = column + 1;
    return { column, type: t, style: s, value: '', hasValue: false, isFormula: false };
  }

  #put({ column, type, style, value, hasValue, isFormula }: Cell): void {
    // A formula that came to an empty text says that it is a text.
    if (isFormula && value === '' && !(hasValue && type === 'str'))
      throw new Error(`a formula in row ${this.#row} that nobody has computed`);
    if (!hasValue || value === '') return;
    while (this.#cells.length < column) this.#cells.push('');
    this.#cells[column] = shown(this.#textOf(type, value, style));
  }

  #textOf(type: string, value: string, style: string | undefined): string {
    const { strings, formats, is1904 } = this.book;
    if (type === 'n') return numberShown(value, formats.of(style), is1904);
    if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
    if (type !== 's') return unescaped(value);
    const string = strings[Number(value)];
    if (string === undefined) throw new Error(`no string ${value}`);
    return string;
  }
}

/** `B12` is in column 1, `AA3` in column 26. */
function columnOf(reference: string): number {
  const letters = /^\$?([A-Z]{1,3})\$?\d+$/i.exec(reference)?.[1];
  if (!letters) throw new Error(`a cell at ${reference}`);
  return [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

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
