import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { offerSeats } from './offer-seats.js';
import { cancel } from './registration.writer.js';
import { registrationLife as life } from './registration.life.js';
import { seatsOf } from '../sittings/sitting.js';
import { releaseSeats } from '../sittings/sitting.writer.js';
import { unbind } from '../vouchers/voucher.writer.js';

/**
 * Gives those of these registrations `r` up that have not begun, under `reason` and at no cost: vouchers pay for other exams,
 * seats go to who waits. Returns the sittings that offer one: wake their worker, or leave that to its sweeper.
 */
export async function giveUp(tx: Tx, which: Sql, reason: string): Promise<string[]> {
  const toCome = sql`r.state = any(${life.from('cancel')}) and (r.during is null or lower(r.during) > ${tx.at}) and ${which}`;
  await tx.query(sql`
    select from sitting where id in (select r.sitting_id from registration r where ${toCome})
    order by id for no key update`);
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
