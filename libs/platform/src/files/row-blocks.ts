import { type Line, named } from './record-reader.js';

/** Of a sheet that Excel writes as text, in rows: of the last columns it writes none that is empty in all of such a block. */
const BLOCK = 16;

/**
 * Tells rows that Excel has shortened from rows that lack something. A row with fewer cells than the header is at fault (CELLS_MISSING):
 * it was cut off, or moved on. Not so after the first block, where all rows of its block are as short as it is, and more than one.
 */
export class RowBlocks {
  #header: number | undefined;
  #at = 0;
  #block: Line[] = [];

  /** Whether there was a line. */
  get hasBegun(): boolean {
    return this.#header !== undefined;
  }

  /** Takes the next line, the header first; `record` counts from 1. Returns the lines that are judged by that. */
  take(line: Line, record: number): Line[] {
    if (this.#header === undefined) {
      this.#header = named(line.cells).length;
      return [line];
    }
    const at = Math.floor((record - 1) / BLOCK);
    const judged = at === this.#at ? [] : this.end();
    this.#at = at;
    this.#block.push(line);
    return judged;
  }

  /** The lines that the end judges. */
  end(): Line[] {
    const block = this.#block;
    this.#block = [];
    const isShort = ({ cells, fault }: Line): boolean => !fault && cells.length < this.#header!;
    const first = block.find(isShort);
    const isExcels =
      this.#at > 0 &&
      block.length > 1 &&
      block.every(({ cells, fault }) => fault || cells.length === first?.cells.length);
    if (!first || isExcels) return block;
    return block.map((line) => (isShort(line) ? { ...line, fault: 'CELLS_MISSING' } : line));
  }
}
