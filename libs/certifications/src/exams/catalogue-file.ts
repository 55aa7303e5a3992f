import { ExamCode } from '@takwin/contracts/ids';
import { FileRefused } from '@takwin/platform/errors';
import { isSpreadsheetFault, LocalDate, Text, writtenDay } from '@takwin/platform/schema';
import { z } from 'zod';
import { familyOf } from './exam-family.js';
import { ExamFamily } from './exam.js';

/** What a file of the catalogue says of an exam: the one that ships, and those that are imported. */
export const CATALOGUE_COLUMNS = [
  'code',
  'title',
  'family',
  'minutes',
  'pass_score',
  'released_on',
  'retired_on',
  'source',
  'as_of',
] as const;
export type CatalogueColumn = (typeof CATALOGUE_COLUMNS)[number];
const NEEDED: readonly CatalogueColumn[] = ['code', 'title', 'family', 'source'];

/** A day as a file writes it: see `writtenDay`. */
const WrittenDay = z
  .string()
  .transform((text) => writtenDay(text) ?? text)
  .pipe(LocalDate);

const Row = z.object({
  code: z.string().toUpperCase().pipe(ExamCode),
  title: Text({ max: 200 }),
  family: ExamFamily,
  minutes: z.coerce.number<string>().int().min(5).max(480).optional(),
  pass_score: z.coerce.number<string>().int().min(0).max(1000).optional(),
  released_on: WrittenDay.optional(),
  retired_on: WrittenDay.optional(),
  source: Text({ max: 500 }),
  as_of: WrittenDay.optional(),
});
/** An exam as a file has it; an empty cell is not told, and so not there. */
export type CatalogueRow = z.output<typeof Row>;
export type CatalogueFault = { code: string; column: string | null; reason: string };

/** Where a file has which column, whatever their order; others are read over. Refuses COLUMN_TWICE and COLUMN_MISSING. */
export function catalogueColumns(header: readonly string[]): Map<CatalogueColumn, number> {
  const found = new Map<CatalogueColumn, number>();
  for (const [index, name] of header.entries()) {
    const column = CATALOGUE_COLUMNS.find(
      (one) =>
        one ===
        name
          .replace(/^\uFEFF/, '')
          .trim()
          .toLowerCase(),
    );
    if (!column) continue;
    if (found.has(column)) throw new FileRefused('COLUMN_TWICE', 'given twice', { columns: [column] });
    found.set(column, index);
  }
  const lacking = NEEDED.filter((column) => !found.has(column));
  if (lacking.length > 0) throw new FileRefused('COLUMN_MISSING', 'columns are missing', { columns: [...lacking] });
  return found;
}

const TOLD: ReadonlySet<string> = new Set(['INVALID_FORMAT', 'INVALID_TYPE', 'TOO_SMALL', 'TOO_BIG']);

/** Reads a row: the exam, or what is wrong with it first and where. */
export function examOf(
  cells: readonly string[],
  columns: ReadonlyMap<CatalogueColumn, number>,
): CatalogueRow | { fault: CatalogueFault } {
  const told = [...columns].flatMap(([column, index]) => {
    const cell = cells[index]?.trim() ?? '';
    return cell === '' ? [] : [[column, cell] as const];
  });
  const [broken] = told.filter(([, cell]) => isSpreadsheetFault(cell));
  if (broken) return { fault: { code: 'INVALID_VALUE', column: broken[0], reason: 'a spreadsheet’s fault' } };
  const row: Record<string, string> = Object.fromEntries(told);
  const { code = '', title = '', family } = row;
  const read = Row.safeParse({ ...row, ...(family && { family: familyOf(code.toUpperCase(), title, family) }) });
  if (read.success) return read.data;
  const { path, code: kind, message } = read.error.issues[0]!;
  const fault = kind.toUpperCase();
  return { fault: { code: TOLD.has(fault) ? fault : 'INVALID_VALUE', column: String(path[0]), reason: message } };
}
