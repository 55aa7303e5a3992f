import { ExamCode } from '@takwin/contracts/ids';
import { demandKnown, faultsOf, FileRefused, type RowFault, type RowFaults } from '@takwin/platform/errors';
import {
  isDayWithTime,
  isSpreadsheetFault,
  LocalDate,
  plainCode,
  Title,
  writtenDay,
  type WrittenDays,
} from '@takwin/platform/schema';
import { z } from 'zod';
import { familyOf } from './exam-family.js';
import { ExamFamily, Languages } from './exam.js';
import { Source } from './origin.js';

/** What a file of the catalogue says of an exam: the one that ships, and those that are imported. */
export const CATALOGUE_COLUMNS = [
  'code',
  'title',
  'family',
  'minutes',
  'pass_score',
  'released_on',
  'retired_on',
  'languages',
  'source',
  'as_of',
] as const;
export type CatalogueColumn = (typeof CATALOGUE_COLUMNS)[number];
/** What each row has to say. */
export const NEEDED: readonly CatalogueColumn[] = ['code', 'title', 'family', 'source'];

/** What a cell says that takes back what is known: no source tells it. An empty one says nothing. */
export const NONE_KNOWN = 'none-known';
/** Of what none may be known: what the form takes null for. */
const MAY_BE_NONE: readonly CatalogueColumn[] = ['released_on', 'retired_on', 'languages'];

/** A day as a file writes it: see `writtenDay`. */
const WrittenDay = z
  .string()
  .transform((text) => writtenDay(text) ?? text)
  .pipe(LocalDate);

const numberFrom = (least: number, most: number, error: string) =>
  z.coerce.number<string>({ error }).int({ error }).min(least, { error }).max(most, { error }).optional();

const Row = z.object({
  code: z.string().overwrite(plainCode).pipe(ExamCode),
  title: Title({ max: 200 }),
  family: z.enum(ExamFamily.options, { error: ExamFamily.options.join(', ') }),
  minutes: numberFrom(5, 480, 'a whole number from 5 to 480'),
  pass_score: numberFrom(1, 1000, 'a whole number from 1 to 1000'),
  released_on: WrittenDay.nullish(),
  retired_on: WrittenDay.nullish(),
  languages: z
    .string()
    .transform((text) => text.split('|').map((tag) => tag.trim()))
    .pipe(Languages)
    .nullish(),
  source: Source,
  as_of: WrittenDay.optional(),
});
/** An exam as a file has it; an empty cell is not told, and so not there; null where it says that none is known. */
export type CatalogueRow = z.output<typeof Row>;
type CatalogueFault = RowFault & { column: CatalogueColumn };

const tidy = (name: string): string => plainCode(name).toLowerCase();
const columnOf = (name: string): CatalogueColumn | undefined => CATALOGUE_COLUMNS.find((one) => one === tidy(name));

/** Where a file has which column, whatever their order. Refuses HEADER_UNKNOWN, COLUMN_TWICE and COLUMN_MISSING. */
export function catalogueColumns(header: readonly string[]): Map<CatalogueColumn, number> {
  demandKnown(header, (name) => columnOf(name) !== undefined, CATALOGUE_COLUMNS);
  const found = new Map<CatalogueColumn, number>();
  for (const [index, name] of header.entries()) {
    const column = columnOf(name)!;
    if (found.has(column)) throw new FileRefused('COLUMN_TWICE', 'given twice', { columns: [column] });
    found.set(column, index);
  }
  const lacking = NEEDED.filter((column) => !found.has(column));
  if (lacking.length > 0) throw new FileRefused('COLUMN_MISSING', 'columns are missing', { columns: [...lacking] });
  return found;
}

const TOLD: ReadonlySet<string> = new Set([
  ...['INVALID_FORMAT', 'INVALID_TYPE', 'TOO_SMALL', 'TOO_BIG', 'INVALID_TEXT', 'STANDS_FOR_NONE', 'IS_FORMULA'],
]);

const DAYS: readonly CatalogueColumn[] = ['released_on', 'retired_on', 'as_of'];
/** Where other digits, and what nobody sees, say nothing. */
const TYPED: ReadonlySet<CatalogueColumn> = new Set<CatalogueColumn>([...DAYS, 'minutes', 'pass_score']);

type Issue = { path: PropertyKey[]; message: string; code: string; params?: { code?: string } };

/** Reads a row: the exam, or what is wrong with each of its cells. */
export function examOf(
  cells: readonly string[],
  columns: ReadonlyMap<CatalogueColumn, number>,
  days: WrittenDays,
): CatalogueRow | { fault: RowFaults } {
  const told = [...columns].flatMap(([column, index]) => {
    const said = cells[index]?.trim() ?? '';
    const cell = TYPED.has(column) ? plainCode(said) : said;
    return cell === '' ? [] : [[column, cell] as const];
  });
  const row: Partial<Record<CatalogueColumn, string>> = Object.fromEntries(told);
  const none = told.flatMap(([column, cell]) => (cell.toLowerCase() === NONE_KNOWN ? [column] : []));
  const found: CatalogueFault[] = [
    ...told.flatMap(([column, cell]): CatalogueFault[] =>
      isSpreadsheetFault(cell) ? [{ code: 'INVALID_VALUE', column, reason: 'a spreadsheet’s fault' }] : [],
    ),
    ...none
      .filter((column) => !MAY_BE_NONE.includes(column))
      .map((column) => ({ code: 'STANDS_FOR_NONE', column, reason: 'this has to be known' })),
    ...DAYS.filter((column) => days.doubts(row[column] ?? '')).map((column) => ({
      ...{ code: 'DATE_ORDER_UNCERTAIN', column, reason: 'the file writes month/day/year elsewhere' },
    })),
  ];
  const { code = '', title = '', family } = row;
  const read = Row.safeParse({
    ...row,
    ...Object.fromEntries(none.map((column) => [column, null])),
    ...(family && { family: familyOf(plainCode(code).toUpperCase(), title, family) }),
  });
  found.push(...(read.error?.issues ?? []).map((issue) => faultOf(issue, row)));
  const areDays = !found.some(({ column }) => DAYS.includes(column));
  if (areDays && areReversed(row))
    found.push({ code: 'DAYS_OUT_OF_ORDER', column: 'retired_on', reason: OUT_OF_ORDER });
  const fault = faultsOf(found);
  return fault || !read.success ? { fault: fault! } : read.data;
}

/** Why a row's days are refused, also against those that are known. */
export const OUT_OF_ORDER = 'the last day is before the first';
const areReversed = ({ released_on: first, retired_on: last }: Partial<Record<CatalogueColumn, string>>): boolean => {
  const [from, until] = [writtenDay(first ?? ''), writtenDay(last ?? '')];
  return from !== null && until !== null && until < from;
};

function faultOf(
  { path, message: reason, ...issue }: Issue,
  row: Partial<Record<CatalogueColumn, string>>,
): CatalogueFault {
  const column = path[0] as CatalogueColumn;
  if (DAYS.includes(column) && isDayWithTime(row[column] ?? ''))
    return { code: 'DATE_WITH_TIME', column, reason: 'a day without an hour' };
  if (row[column] === undefined) return { code: 'TOO_SMALL', column, reason: 'is missing' };
  return { code: codeOf((issue.params?.code ?? issue.code).toUpperCase(), column), column, reason };
}

function codeOf(kind: string, column: CatalogueColumn): string {
  if (DAYS.includes(column)) return 'INVALID_DATE';
  return TOLD.has(kind) ? kind : 'INVALID_VALUE';
}
