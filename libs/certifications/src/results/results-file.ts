import { demandKnown, faultsOf, FileRefused, type RowFault, type RowFaults } from '@takwin/platform/errors';
import { isDamagedNumber, plainCode, type WrittenDays } from '@takwin/platform/schema';
import { ExamCode, RegistrationId } from '@takwin/contracts/ids';
import { z } from 'zod';
import { wallTimeOf } from '@takwin/platform/clock';
import { instantOf } from '../legal-time/legal-time.js';

export type ResultColumn = 'registrationId' | 'matricule' | 'examCode' | 'startedAt' | 'score';

/** A result as a file has it: of a registration by its id, of which it may tell person and exam too, or of a person's registration for an exam. */
export type ResultRow = { startedAt: Date; score: number } & (
  | { registrationId: string; matricule: string | undefined; examCode: string | undefined }
  | { registrationId?: undefined; matricule: string; examCode: string }
);

const COLUMNS: Record<string, ResultColumn> = {
  registrationid: 'registrationId',
  registration: 'registrationId',
  matricule: 'matricule',
  candidateid: 'matricule',
  examcode: 'examCode',
  exam: 'examCode',
  startedat: 'startedAt',
  examdate: 'startedAt',
  date: 'startedAt',
  score: 'score',
};

/** The columns that a results file may have. */
const KNOWN = [...new Set(Object.values(COLUMNS))];

const columnOf = (name: string): ResultColumn | undefined => COLUMNS[name.toLowerCase().replace(/[^a-z]/g, '')];

/**
 * Where a results file has which column, whatever their order. Refuses a column that is not known or there twice, and a
 * file without score, start, and either registrationId or matricule with examCode.
 */
export function resultColumns(header: readonly string[]): Map<ResultColumn, number> {
  demandKnown(header, (name) => columnOf(name) !== undefined, KNOWN);
  const found = new Map<ResultColumn, number>();
  for (const [index, name] of header.entries()) {
    const column = columnOf(name)!;
    if (found.has(column)) throw new FileRefused('COLUMN_TWICE', 'given twice', { columns: [column] });
    found.set(column, index);
  }
  const lacking: string[] = (['startedAt', 'score'] as const).filter((column) => !found.has(column));
  if (!found.has('registrationId') && !(found.has('matricule') && found.has('examCode')))
    lacking.unshift('registrationId (matricule + examCode)');
  if (lacking.length > 0) throw new FileRefused('COLUMN_MISSING', 'columns are missing', { columns: lacking });
  return found;
}

/**
 * Reads a row: the result, or what is wrong with each of its cells. Wall times without a zone are those of Morocco: of an hour that
 * clocks showed twice the first, and none of an hour that they skipped.
 */
export function resultOf(
  cells: readonly string[],
  columns: ReadonlyMap<ResultColumn, number>,
  now: Date,
  days: WrittenDays,
): ResultRow | { fault: RowFaults } {
  const cell = (column: ResultColumn): string => plainCode(cells[columns.get(column) ?? -1] ?? '');
  const registrationId = cell('registrationId').toLowerCase() || undefined;
  const matricule = cell('matricule');
  const exam = ExamCode.safeParse(cell('examCode'));
  const examCode = exam.data ?? cell('examCode');
  const startedAt = startOf(cell('startedAt'), now, days);
  const score = scoreOf(cell('score'));
  const found: RowFault[] = [startedAt, score].filter((one) => isFault(one));
  const find = (code: string, column: ResultColumn, reason: string): void => void found.push({ code, column, reason });
  if (registrationId && !RegistrationId.safeParse(registrationId).success)
    find('REGISTRATION_UNREADABLE', 'registrationId', 'a UUID');
  if (isDamagedNumber(matricule)) find('MATRICULE_DAMAGED', 'matricule', 'a number that a spreadsheet has shortened');
  else if (!/^\d{13}$/.test(matricule) && (matricule || !registrationId))
    find('MATRICULE_UNREADABLE', 'matricule', '13 digits');
  if (!exam.success && (examCode || !registrationId)) find('EXAM_UNREADABLE', 'examCode', 'a code such as MO-200');
  const fault = faultsOf(found);
  if (fault || isFault(startedAt) || isFault(score)) return { fault: fault! };
  if (!registrationId) return { matricule, examCode, startedAt, score };
  return { registrationId, matricule: matricule || undefined, examCode: examCode || undefined, startedAt, score };
}

const isFault = (one: Date | number | RowFault): one is RowFault => typeof one === 'object' && !(one instanceof Date);

function scoreOf(cell: string): number | RowFault {
  const fault = (code: string, reason: string): RowFault => ({ code, column: 'score', reason });
  if (!/^\d+$/.test(cell)) return fault('SCORE_UNREADABLE', 'a whole number');
  return Number(cell) > 1000 ? fault('SCORE_OUT_OF_RANGE', 'from 0 to 1000') : Number(cell);
}

function startOf(cell: string, now: Date, days: WrittenDays): Date | RowFault {
  const fault = (code: string, reason: string): RowFault => ({ code, column: 'startedAt', reason });
  if (days.doubts(cell)) return fault('DATE_ORDER_UNCERTAIN', 'the file writes month/day/year elsewhere');
  const startedAt = instantIn(cell);
  if (!startedAt) return fault('START_UNREADABLE', 'an ISO instant, or YYYY-MM-DD HH:MM or DD/MM/YYYY HH:MM');
  if (startedAt === 'skipped')
    return fault('START_IS_SKIPPED', 'an hour that no clock in Morocco showed: send it with its offset');
  return startedAt > now ? fault('STARTS_IN_THE_FUTURE', 'starts after now') : startedAt;
}

const Zoned = z.iso.datetime({ offset: true });

// Spreadsheets keep seconds that they do not show.
const WALL_TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?:(:\d\d)(?:\.\d+)?)?$/;

function instantIn(text: string): Date | 'skipped' | undefined {
  if (Zoned.safeParse(text).success) return new Date(text);
  const [, day, minute, second = ':00'] = WALL_TIME.exec(turned(text)) ?? [];
  if (!minute) return undefined;
  const wall = `${day}T${minute}${second}`;
  const checked = new Date(`${wall}Z`);
  if (Number.isNaN(checked.getTime()) || !checked.toISOString().startsWith(wall)) return undefined;
  const instant = instantOf(wall);
  return wallTimeOf(instant).startsWith(wall) ? instant : 'skipped';
}

// 31/12/2026 09:30 as 2026-12-31 09:30.
const turned = (text: string): string => text.replace(/^(\d\d)\/(\d\d)\/(\d{4})/, '$3-$2-$1');
