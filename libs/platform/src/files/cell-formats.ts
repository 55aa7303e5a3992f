import type { Walker } from './walk-xml.js';

/** How the number of a cell is shown: a day, a day with its hour, an hour, hours that elapsed, a per cent, a power of ten, or with so many digits at least. */
export type Shown = Dated | 'elapsed' | 'percent' | 'power' | { digits: number } | undefined;
type Dated = 'day' | 'instant' | 'hour';

// Formats that every workbook has, by their numbers (ECMA-376, 18.8.30).
const BUILT_IN = new Map<number, Shown>([
  ...[14, 15, 16, 17, ...range(27, 36), ...range(50, 58)].map((id) => [id, 'day'] as const),
  ...[18, 19, 20, 21, 45, 47].map((id) => [id, 'hour'] as const),
  [22, 'instant'],
  [46, 'elapsed'],
  ...[9, 10].map((id) => [id, 'percent'] as const),
  ...[11, 48].map((id) => [id, 'power'] as const),
]);

/** The formats of a workbook's cells, as its styles tell them in order. */
export class CellFormats implements Walker {
  readonly #own = new Map<number, Shown>();
  readonly #cells: number[] = [];
  #isOfCells = false;

  open(name: string, { numFmtId, formatCode }: Readonly<Record<string, string>>): void {
    if (name === 'numFmt') this.#own.set(Number(numFmtId), shownBy(formatCode ?? ''));
    if (name === 'cellXfs') this.#isOfCells = true;
    if (name === 'xf' && this.#isOfCells) this.#cells.push(Number(numFmtId ?? 0));
  }

  close(name: string): void {
    if (name === 'cellXfs') this.#isOfCells = false;
  }

  /** How a cell of this style is shown. */
  of(style: string | undefined): Shown {
    const id = this.#cells[Number(style ?? 0)] ?? 0;
    return this.#own.has(id) ? this.#own.get(id) : BUILT_IN.get(id);
  }
}

/** What a format of the workbook's own shows, by its first section: `yyyy\-mm\-dd`, `[$-40C]dd mmmm yyyy;@`, `0000`. */
function shownBy(code: string): Shown {
  if (/\[[hms]+\]/i.test(code)) return 'elapsed';
  const bare = code
    .replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|AM\/PM|A\/P/gi, '')
    .split(';')[0]!
    .toLowerCase();
  if (/^0+$/.test(bare)) return { digits: bare.length };
  if (bare.includes('general')) return undefined;
  if (bare.includes('%')) return 'percent';
  if (/e[+-]/.test(bare)) return 'power';
  const isDay = /[yd]/.test(bare) || /^[^hs]*m[^hs]*$/.test(bare);
  const isHour = /[hs]/.test(bare);
  if (isDay) return isHour ? 'instant' : 'day';
  return isHour ? 'hour' : undefined;
}

const DAY_MS = 86_400_000;

/** Of a number that a spreadsheet shows as a power of ten at most: one with more is told by its digits, none of which is lost. */
const DIGITS_OF_POWER = 6;

/** The day after the last one that a spreadsheet knows, 31 December 9999, counted from 1900. */
const AFTER = 2_958_466;

/**
 * The text of a number as a cell of this format holds it: all of its digits, an ISO day, or `YYYY-MM-DD HH:MM`; as it is shown where the
 * format tells that something else was written, as 1E+05 of the code 1E5, 100% or 24:00. A workbook of 1904 counts its days from there; one of
 * 1900 has a 29 February that never was, which stays a number.
 */
export function numberShown(written: string, shown: Shown, is1904: boolean): string {
  const number = Number(written);
  if (written.trim() === '' || !Number.isFinite(number)) return written;
  if (typeof shown === 'object' && Number.isSafeInteger(number) && number >= 0)
    return String(number).padStart(shown.digits, '0');
  if (shown === 'percent') return `${Number((number * 100).toPrecision(15))}%`;
  if (shown === 'power') return powerOf(number) ?? digitsOf(number, written);
  if (shown === 'elapsed' && number >= 0 && number < AFTER) return elapsed(number);
  if (isDated(shown) && number >= 0 && number < AFTER) return dateOf(number, shown, is1904) ?? written;
  return digitsOf(number, written);
}

const isDated = (shown: Shown): shown is Dated => shown === 'day' || shown === 'instant' || shown === 'hour';

function digitsOf(number: number, written: string): string {
  if (Number.isInteger(number)) return Number.isSafeInteger(number) ? String(number) : written;
  // Spreadsheets reckon with 15 digits; what is written beyond them is noise.
  return String(Number(number.toPrecision(15)));
}

/** A number as a power of ten, as 9.998E+12; undefined where it has more digits than a spreadsheet shows so. */
function powerOf(number: number): string | undefined {
  const [digits, power] = number.toExponential().split('e') as [string, string];
  if (digits.replace(/\D/g, '').length > DIGITS_OF_POWER) return undefined;
  return `${digits}E${power[0]}${power.slice(1).padStart(2, '0')}`;
}

function elapsed(number: number): string {
  const seconds = Math.round(number * 86_400);
  const [hours, ...rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return [hours, ...rest.map((one) => String(one).padStart(2, '0'))].slice(0, seconds % 60 === 0 ? 2 : 3).join(':');
}

function dateOf(number: number, shown: Dated, is1904: boolean): string | undefined {
  const seconds = Math.round(number * 86_400);
  const day = Math.floor(seconds / 86_400);
  if (!is1904 && day === 60) return undefined;
  const first = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30);
  const iso = new Date(first + day * DAY_MS + (seconds % 86_400) * 1000).toISOString();
  const hour = iso.slice(11, iso.endsWith(':00.000Z') ? 16 : 19);
  if (shown === 'hour') return hour;
  return shown === 'day' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${hour}`;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
