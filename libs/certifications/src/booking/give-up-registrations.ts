import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { offerSeats } from './offer-seats.js';
import { cancel } from './registration.writer.js';
import { seatsOf } from '../sittings/sitting.js';
import { releaseSeats } from '../sittings/sitting.writer.js';
import { unbind } from '../vouchers/voucher.writer.js';

/**
 * Gives those of these registrations `r` up that have not begun, whose sittings are locked, at no cost: vouchers pay for other
 * exams, seats go to who waits. Returns the sittings that offer one: wake their worker.
 */
export async function giveUp(tx: Tx, which: Sql, reason: string): Promise<string[]> {
  const toCome = sql`(r.state <> 'booked' or lower(r.during) > ${tx.at}) and ${which}`;
  const given = await cancel(tx, toCome, { terms: 'free', reason });
  if (given.length === 0) return [];
  await unbind(
    tx,
    given.map(({ id }) => id),
  );
  const left = seatsOf(given.flatMap(({ sittingId }) => sittingId ?? []));
  await releaseSeats(tx, left);
  return offerSeats(tx, [...left.keys()]);
}
