import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { unbind } from '../vouchers/voucher.writer.js';
import { cancel } from '../booking/registration.writer.js';
import { seatsOf } from '../sittings/sitting.js';
import { releaseSeats } from '../sittings/sitting.writer.js';
import { offerSeats } from '../booking/offer-seats.js';

/** Locks the sittings of what a person has still to come for an exam: before registrations, as everyone does. */
export const holdRetakes = (tx: Tx, registrationId: string) =>
  tx.query(sql`
    select from sitting where id in (
      select r.sitting_id from registration past
      join registration r on r.person_id = past.person_id and r.exam_code = past.exam_code and r.state = 'booked'
      where past.id = ${registrationId}) order by id for no key update`);

/**
 * Gives up what a person has still to come for an exam that is passed by now, at no cost: its voucher pays for another exam,
 * its seat goes to who waits. Returns the sittings that offer one: wake their worker.
 */
export async function giveUpRetakes(tx: Tx, personId: string, examCode: string): Promise<string[]> {
  const which = sql`r.person_id = ${personId} and r.exam_code = ${examCode}
    and (r.state <> 'booked' or lower(r.during) > ${tx.at})`;
  const retakes = await cancel(tx, which, { terms: 'free', reason: 'ALREADY_PASSED' });
  await unbind(
    tx,
    retakes.map(({ id }) => id),
  );
  const left = retakes.flatMap(({ sittingId }) => sittingId ?? []);
  await releaseSeats(tx, seatsOf(left));
  return offerSeats(tx, left);
}
