import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { interruptedIn } from '../exam-day/read-attendance.js';
import { offerSeats } from './offer-seats.js';
import { cancel, decide, nobody, strand } from './registration.writer.js';
import { registrationLife as life } from './registration.life.js';
import { seatsOf } from '../sittings/sitting.js';
import { standAgain, releaseSeats } from '../sittings/sitting.writer.js';
import { unbind } from '../vouchers/voucher.writer.js';

/**
 * Gives those of these registrations `r` up that have not begun and were not let in, under `reason` and at no cost: vouchers pay for other exams,
 * seats go to who waits. Returns the sittings that offer one: wake their worker, or leave that to its sweeper.
 */
export async function giveUp(tx: Tx, which: Sql, reason: string): Promise<string[]> {
  const toCome = sql`r.state = any(${life.from('cancel')}) and (r.during is null or lower(r.during) > ${tx.at})
    and r.admitted_at is null and ${which}`;
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

/** Refuses those of these registrations `r` that wait for a seat, under `reason`; vouchers pay for other exams. */
export async function refuseWaiting(tx: Tx, which: Sql, reason: string): Promise<void> {
  const waiting = await tx.query<{ id: string }>(sql`
    select r.id from registration r where r.state = any(${life.from('refuse')}) and ${which} order by r.id for update of r`);
  if (waiting.length === 0) return;
  await decide(
    tx,
    waiting.map(({ id }) => ({ id, state: 'refused', reason })),
    nobody,
  );
  await unbind(
    tx,
    waiting.map(({ id }) => id),
  );
}

/** The registrations `r` that were interrupted in another sitting than the one in which they are to go on. */
export const goesOnElsewhere = sql`(r.interrupted_at is not null and r.sitting_id <> ${interruptedIn})`;

type ToGoOn = { id: string; from: string; to: string };

/**
 * Takes these registrations `r`, which were interrupted, the seats in which they were to go on, in sittings to come: they stand in the
 * sitting of their interruption again, without hours, and may be resumed elsewhere in time. Returns the sittings that have a seat
 * free by that, for `offerSeats`.
 */
export async function giveUpResumption(tx: Tx, which: Sql, reason: string): Promise<string[]> {
  const toGoOn = sql`r.state = any(${life.from('strand')}) and lower(r.during) > ${tx.at} and ${which}`;
  const home = sql`coalesce(${interruptedIn}, r.sitting_id)`;
  await tx.query(sql`
    select from sitting where id in (
      select unnest(array[r.sitting_id, ${home}]) from registration r where ${toGoOn})
    order by id for no key update`);
  const those = await tx.query<ToGoOn>(sql`
    select r.id, r.sitting_id as "from", ${home} as "to" from registration r where ${toGoOn} order by r.id for update of r`);
  const left: string[] = [];
  for (const { id, from, to } of those) {
    const isThere = from !== to && (await standAgain(tx, to, id));
    await strand(tx, id, isThere ? to : from, reason);
    if (isThere) left.push(from);
  }
  await releaseSeats(tx, seatsOf(left));
  return [...new Set(left)];
}
