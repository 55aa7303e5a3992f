import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { giveUp } from '../booking/give-up-registrations.js';

/** Locks the sittings of what a person has still to come for an exam: before registrations, as everyone does. */
export const holdRetakes = (tx: Tx, registrationId: string) =>
  tx.query(sql`
    select from sitting where id in (
      select r.sitting_id from registration past
      join registration r on r.person_id = past.person_id and r.exam_code = past.exam_code and r.state = 'booked'
      where past.id = ${registrationId}) order by id for no key update`);

/** Gives up what a person has still to come for an exam that is passed by now; returns as `giveUp` does. */
export const giveUpRetakes = (tx: Tx, personId: string, examCode: string): Promise<string[]> =>
  giveUp(tx, sql`r.person_id = ${personId} and r.exam_code = ${examCode}`, 'ALREADY_PASSED');
