import { isDeepStrictEqual } from 'node:util';
import { Refusal } from '@takwin/platform/errors';
import { type AcceptedFile, faultsOfRow, type Tally } from '@takwin/platform/imports';
import { legalDayOf } from '@takwin/platform/clock';
import type { Tx } from '@takwin/platform/postgres';
import { catalogueColumns, examOf, OUT_OF_ORDER, type CatalogueRow } from './catalogue-file.js';
import { add, correct, findExam, holdUsed, isKnownByHand, isOther } from './correct-exam.js';
import { ADMINISTRATION_MINUTES, MINUTES, PASS_MARK } from './exam-family.js';
import { daysOf, saysGone } from './reference/exam-days.js';

/**
 * Takes a catalogue in, as its sender: exams that are not there are added, others told what the file knows better; an empty cell is
 * not told and changes nothing. What a newer source says the same of is of its day from then on. Of an exam that is there twice the second
 * row says the same, or is refused. Refuses a file without its columns. Returns the sittings that have a seat to offer by that.
 */
export async function writeCatalogue(tx: Tx, { header, lines, days }: AcceptedFile, told: Tally): Promise<string[]> {
  const columns = catalogueColumns(header);
  const offering: string[] = [];
  const taken = new Map<string, CatalogueRow>();
  for await (const read of lines) {
    const { line, cells } = read;
    const row = examOf(cells, columns, days);
    const fault = faultsOfRow(read, 'fault' in row ? row.fault : undefined, columns);
    if (fault) told.rejected.push({ line, cells, ...fault });
    if (fault || 'fault' in row) continue;
    const before = taken.get(row.code);
    if (before && !isDeepStrictEqual(before, row)) {
      const reason = 'a line above says something else of this exam';
      told.rejected.push({ line, cells, code: 'EXAM_TOLD_OTHERWISE', column: 'code', reason });
      continue;
    }
    try {
      const came = await take(tx, row);
      if ('code' in came) {
        told.rejected.push({ line, cells, column: 'as_of', ...came });
        continue;
      }
      const { changes, offers } = came;
      taken.set(row.code, row);
      told.accepted++;
      told.changes += changes;
      offering.push(...offers);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'INVALID_INPUT') throw error;
      told.rejected.push({ line, cells, code: 'DAYS_OUT_OF_ORDER', column: 'retired_on', reason: OUT_OF_ORDER });
    }
  }
  return [...new Set(offering)];
}

type Untimely = { code: 'SOURCE_IS_TO_COME' | 'SOURCE_IS_UNDATED' | 'SOURCE_IS_OLDER'; reason: string };
type InUse = { code: 'FAMILY_IS_IN_USE'; column: 'family'; reason: string };

/**
 * Writes a row; refused, and nothing written, is one whose source is of a day to come, or of none or an older one than what it would change.
 * What was told by hand stands against a source of the same day. Nor does another family where somebody is registered for the exam.
 */
async function take(tx: Tx, row: CatalogueRow): Promise<{ changes: number; offers: string[] } | Untimely | InUse> {
  const {
    code,
    title,
    family,
    minutes,
    pass_score: passMark,
    released_on: releasedOn,
    languages,
    source,
    as_of: asOf,
  } = row;
  const { retiredOn, goneBy } = daysOf(row);
  const facts = { title, family, languages, source, asOf: asOf ?? null };
  const undated = { code: 'SOURCE_IS_UNDATED', reason: 'it changes what is known, and is of no day' } as const;
  if (!asOf && !retiredOn && saysGone(source)) return undated;
  if (asOf && asOf > legalDayOf(tx.at)) return { code: 'SOURCE_IS_TO_COME', reason: 'a day to come' };
  const known = await findExam(tx, code);
  if (!known) {
    const defaults = { minutes: minutes ?? MINUTES[family], passMark: passMark ?? PASS_MARK };
    const days = { releasedOn: releasedOn ?? null, retiredOn, goneBy };
    await add(tx, code, { ...facts, ...defaults, ...days, administrationMinutes: ADMINISTRATION_MINUTES });
    return { changes: 1, offers: [] };
  }
  const tellsEnd = goneBy !== null || row.retired_on !== undefined;
  const days = { releasedOn, ...(tellsEnd && { retiredOn, goneBy }) };
  const said = { ...facts, minutes, passMark, ...days };
  if (isOther(known, said)) {
    if (!asOf) return undated;
    const isOlder = known.asOf && (asOf < known.asOf || (asOf === known.asOf && (await isKnownByHand(tx, code))));
    if (isOlder) return { code: 'SOURCE_IS_OLDER', reason: `what is there is of ${known.asOf}` };
  }
  if (family !== known.family && (await holdUsed(tx, code)))
    return { code: 'FAMILY_IS_IN_USE', column: 'family', reason: `${known.family}: somebody is registered for it` };
  const { exam, offering } = await correct(tx, known, said);
  return { changes: exam.version - known.version, offers: offering };
}
