import { faultsOf, type RowFault, type RowFaults } from '@takwin/platform/errors';
import {
  isDamagedNumber,
  isDayWithTime,
  isSpreadsheetFault,
  isStandIn,
  OneLine,
  plainCode,
  Title,
  writtenDay,
  type WrittenDays,
} from '@takwin/platform/schema';
import { z } from 'zod';
import { CIN, isOfZeros, normaliseCin } from '../persons/cin.js';
import { ArabicNamePart, Filiere, Group, isPlausibleBirthDate, Matricule, NamePart } from '../persons/person.js';
import type { Field } from './konosys-header.js';

const withoutAccents = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC')
    .toLowerCase();

const refuse = (code: string, message: string) => ({ message, params: { code } });

/** What a row can be refused for by itself: each has words in the catalogue. */
export const ROW_CODES = [
  ...([
    'MATRICULE_DAMAGED',
    'CODE_DAMAGED',
    'INVALID_CIN',
    'INVALID_DATE',
    'DATE_WITH_TIME',
    'DATE_ORDER_UNCERTAIN',
    'INVALID_NAME',
    'STANDS_FOR_NONE',
    'IS_FORMULA',
    'INVALID_TEXT',
    'IMPLAUSIBLE_AGE',
  ] as const),
  ...(['TOO_SMALL', 'TOO_BIG', 'INVALID_FORMAT', 'INVALID_TYPE', 'INVALID_VALUE'] as const),
] as const;
type RowCode = (typeof ROW_CODES)[number];

const isRowCode = (code: string): code is RowCode => (ROW_CODES as readonly string[]).includes(code);

const KonosysMatricule = z
  .string()
  .refine((cell) => !isDamagedNumber(cell), refuse('matricule_damaged', 'a number that a spreadsheet has shortened'))
  .pipe(Matricule);

const BirthDate = z
  .string()
  .refine((cell) => !isDayWithTime(cell), { ...refuse('date_with_time', 'a day without an hour'), abort: true })
  .transform(writtenDay)
  .refine((iso) => iso !== null, refuse('invalid_date', 'day/month/year of a day that exists'))
  .transform((iso) => iso!);

const OptionalCin = z
  .string()
  .transform(normaliseCin)
  .refine((cin) => cin === '' || CIN.test(cin), refuse('invalid_cin', 'one or two letters and five or six digits'))
  .refine((cin) => !isOfZeros(cin), refuse('invalid_cin', 'not zeros alone'))
  .transform((cin) => cin || null);

// A spreadsheet writes what it takes for a truth in its own language.
const YES = ['oui', '1', 'true', 'vrai'] as const;
const NO = ['non', '0', 'false', 'faux'] as const;
const Active = z.preprocess(
  (cell) => String(cell).toLowerCase(),
  z.enum([...YES, ...NO], { error: 'OUI or NON' }).transform((cell) => (YES as readonly string[]).includes(cell)),
);

const WOMAN = [
  'f',
  'femme',
  'feminin',
  'feminine',
  'female',
  'fille',
  'mme',
  'mlle',
  'madame',
  'أنثى',
  'انثى',
] as const;
const MAN = ['m', 'h', 'homme', 'masculin', 'male', 'garcon', 'mr', 'monsieur', 'ذكر'] as const;
// Mme begins as Masculin does: a word is taken whole or not at all.
const Sex = z.preprocess(
  (cell) => withoutAccents(String(cell)).replace(/\.$/, ''),
  z
    .enum([...WOMAN, ...MAN, ''], { error: 'F, M or H, or nothing' })
    .transform((sex) =>
      sex === '' ? null : (MAN as readonly string[]).includes(sex) ? ('M' as const) : ('F' as const),
    ),
);

const LEVELS: Record<string, string> = {
  'technicien specialise': 'TS',
  technicien: 'T',
  qualification: 'Q',
  specialisation: 'S',
  'baccalaureat professionnel': 'BP',
  'formation qualifiante': 'FQ',
};

const Told = z.string().refine((cell) => !isSpreadsheetFault(cell), refuse('invalid_text', 'a spreadsheet’s fault'));

const optional = <T extends z.ZodType>(cell: T) =>
  z
    .literal('')
    .transform(() => null)
    .or(cell);

const Level = optional(Told.pipe(Title({ max: 60 }))).transform((level) => {
  const folded = level === null ? undefined : withoutAccents(level);
  return folded === undefined ? null : (LEVELS[folded] ?? level);
});

const YEAR = 'a year of study from 1 to 5';
// As programs write a whole number too, and in no base but ten.
const WHOLE = /^[+-]?\d+(?:[.,]0+)?(?:E[+-]?0+)?$/i;
/** As people write which year it is, by its small letters without accents: 1ère année, 2e, 3ème. */
const ORDINAL = /^\d+ ?(?:re|ere|er|e|eme|nd|nde)?\.?(?: ?annee)?$/;
const isYear = (cell: string): boolean => WHOLE.test(cell) || ORDINAL.test(withoutAccents(cell));

/** One line of a Konosys export: a person's placement, whatever the spelling of the cells. */
export const KonosysRow = z.object({
  matricule: KonosysMatricule,
  family: NamePart,
  given: NamePart,
  familyArabic: optional(ArabicNamePart).default(null),
  givenArabic: optional(ArabicNamePart).default(null),
  sex: Sex.default(null),
  active: Active,
  filiere: optional(Told.pipe(Filiere)).default(null),
  level: Level.default(null),
  birthDate: BirthDate,
  cin: OptionalCin.default(null),
  site: optional(Told.pipe(OneLine({ max: 200 }))).default(null),
  group: optional(Told.pipe(Group)).default(null),
  year: z
    .literal('')
    .transform(() => null)
    .or(
      z
        .string()
        .transform((cell) => (isYear(cell) ? parseInt(cell, 10) : cell))
        .pipe(z.int({ error: YEAR }).refine((year) => year >= 1 && year <= 5, refuse('invalid_value', YEAR))),
    )
    .default(null),
});
export type KonosysRow = z.output<typeof KonosysRow>;

type Issue = { path: PropertyKey[]; message: string; code: string; params?: { code?: string }; errors?: Issue[][] };

type CellFault = { code: RowCode; column: Field; reason: string };

// Exports carry stray, doubled and no-break blanks in any cell.
const tidy = (cell: string): string => cell.replace(/[\s\u00a0]+/gu, ' ').trim();

/** Columns of digits and of words that a list holds: marks of direction, which nobody sees, and other digits say nothing there. */
const TYPED: ReadonlySet<Field> = new Set<Field>(['active', 'sex', 'birthDate', 'year']);

/** What is wrong with cells that only stand for none, whatever their column: a spreadsheet's fault is told as that. */
const standIns = (named: Partial<Record<Field, string>>): CellFault[] =>
  Object.entries(named).flatMap(([column, cell]) =>
    cell !== '' && isStandIn(cell) && !isSpreadsheetFault(cell)
      ? [{ code: 'STANDS_FOR_NONE', column: column as Field, reason: 'empty where nothing is known' }]
      : [],
  );

/**
 * Reads one line's cells, or says what is wrong with each bad one; `ofSite` says what is wrong with a site, null where the row names none.
 * `today` is an ISO date, `days` are those of the file.
 */
export function readRow(
  cells: readonly string[],
  columns: ReadonlyMap<Field, number>,
  today: string,
  days: WrittenDays,
  ofSite: (site: string | null) => RowFault | undefined = () => undefined,
): { row: KonosysRow } | { fault: RowFaults } {
  const named: Partial<Record<Field, string>> = {};
  for (const [field, index] of columns) {
    const cell = tidy(cells[index] ?? '');
    named[field] = TYPED.has(field) ? plainCode(cell) : cell;
  }
  const isInDoubt = days.doubts(named.birthDate ?? '');
  const parsed = KonosysRow.safeParse(named);
  const found: RowFault[] = [...standIns(named), ...(parsed.success ? [] : parsed.error.issues.map(faultOf))];
  const birthDate = BirthDate.safeParse(named.birthDate);
  if (birthDate.success) found.push(...faultsOfBirthDate(birthDate.data, isInDoubt, today));
  const site = KonosysRow.shape.site.safeParse(named.site);
  if (site.success) found.push(...[ofSite(site.data)].filter((fault) => fault !== undefined));
  const fault = faultsOf(found);
  return fault || !parsed.success ? { fault: fault! } : { row: parsed.data };
}

function faultOf(issue: Issue): CellFault {
  // Of a cell that may be empty it is told what a full one lacks.
  const told = issue.errors?.at(-1)?.[0] ?? issue;
  const code = (told.params?.code ?? told.code).toUpperCase();
  return { code: isRowCode(code) ? code : 'INVALID_VALUE', column: issue.path[0] as Field, reason: told.message };
}

function faultsOfBirthDate(birthDate: string, isInDoubt: boolean, today: string): CellFault[] {
  const column = 'birthDate';
  if (isInDoubt) return [{ code: 'DATE_ORDER_UNCERTAIN', column, reason: 'the file writes month/day/year elsewhere' }];
  if (isPlausibleBirthDate(birthDate, today, 'trainee')) return [];
  return [{ code: 'IMPLAUSIBLE_AGE', column, reason: 'between 10 and 90 years of age' }];
}
