import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { extraMinutesOf } from '../accommodations/find-extra-minutes.js';
import { OFFERED_THEN } from '../exams/read-exam-days.js';
import { isInProgramme } from '../membership.js';
import { holdSeats } from '../sittings/sitting.writer.js';

/** Whoever waits for what a sitting `s` offers, by an exam `e` of a registration `r`: what SQL can say of it. */
export const waitsFor = (at: Date): Sql => sql`
  r.state = 'waitlisted' and r.region = s.region and s.starts_at between r.earliest and r.latest
  and s.state = 'open' and s.starts_at > ${at} and ${isInProgramme(at)} and e.minutes + e.administration_minutes + ${extraMinutesOf(sql`r.person_id`)} <= s.minutes
  and ${OFFERED_THEN} and (s.exam_codes = '{}' or r.exam_code = any(s.exam_codes))
  and (not needs_accessible(r.person_id, r.exam_code) or accessible_left(s.id) > 0)
  and (r.wanted_academy_id is null or r.wanted_academy_id = s.academy_id)`;

/**
 * Holds free seats of sittings, whose rows are locked, for who waits for such ones: nobody who comes later gets them first.
 * Returns the sittings where there is something to offer: wake the worker for them.
 */
export async function offerSeats(tx: Tx, sittingIds: readonly string[]): Promise<string[]> {
  if (sittingIds.length === 0) return [];
  return holdSeats(
    tx,
    sittingIds,
    sql`select count(*)::int from (
      select from registration r join exam e on e.code = r.exam_code
      where ${waitsFor(tx.at)} limit s.seats - s.taken) first_ones`,
  );
}
