import { parse } from 'csv-parse/sync';

const AS_TEXT = /^="([^"]*)"$/;

/** What a French spreadsheet makes of a cell of a CSV file, and writes when it saves: it reads numbers, days and formulas wherever it can. */
function retyped(cell: string): string {
  const text = AS_TEXT.exec(cell)?.[1];
  if (text !== undefined) return text;
  if (/^[=+@-]/.test(cell) && !/^[+-]?\d+([.,]\d+)?$/.test(cell)) return '#NOM?';
  if (/^\d{12,}$/.test(cell)) return `${cell[0]},${cell.slice(1, 3)}E+${cell.length - 1}`;
  if (/^[+-]?\d+$/.test(cell)) return String(Number(cell));
  if (/^\d+([.,]\d+)?E[+-]?\d+$/i.test(cell)) return Number(cell.replace(',', '.')).toExponential(2).replace('.', ',');
  if (/^\d{1,4}([-/.:]\d{1,4}){1,2}( \d{1,2}:\d\d(:\d\d)?)?$/.test(cell)) return '01/01/2026';
  if (/^(\d{1,2}[ -]?)?(janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc|dec)[ -]?\d{0,4}$/i.test(cell))
    return /\d/.test(cell) ? '01-janv' : cell;
  if (/^(true|false)$/i.test(cell)) return cell.toLowerCase() === 'true' ? 'VRAI' : 'FAUX';
  return cell;
}

/** A CSV file as a French spreadsheet saves it that opened it by its commas. */
export function savedBySpreadsheet(file: string): string {
  const rows = parse(file, { bom: true }) as string[][];
  const quoted = (cell: string): string => (/[;"\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return `\uFEFF${rows.map((cells) => `${cells.map((cell) => quoted(retyped(cell))).join(';')}\r\n`).join('')}`;
}
