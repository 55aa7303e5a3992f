import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { interruptedIn } from '../exam-day/read-attendance.js';
import { giveUp } from '../booking/give-up-registrations.js';

/**
 * Locks the sittings of a registration, which goes on in another one where it was interrupted, and of what its person has still to
 * come for the exam: before registrations, as everyone does.
 */
export const holdRetakes = (tx: Tx, registrationId: string) =>
  tx.query(sql`
    select from sitting where id in (
      select unnest(array[r.sitting_id, ${interruptedIn}]) from registration past
      join registration r on r.person_id = past.person_id and r.exam_code = past.exam_code
        and (r.state = 'booked' or r.id = past.id)
      where past.id = ${registrationId}) order by id for no key update`);

/** Gives up what a person has still to come for an exam that is passed by now; returns as `giveUp` does. */
export const giveUpRetakes = (tx: Tx, personId: string, examCode: string): Promise<string[]> =>
  giveUp(tx, sql`r.person_id = ${personId} and r.exam_code = ${examCode}`, 'ALREADY_PASSED');
