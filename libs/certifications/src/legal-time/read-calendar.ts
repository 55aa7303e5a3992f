import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { LegalCalendar, type Ramadan } from './calendar.js';

/** Keeps the calendar as it is until the transaction ends. Take it before the turns of rooms. */
export const holdCalendar = (tx: Tx) =>
  tx.query(sql`select pg_advisory_xact_lock_shared(hashtextextended('calendar', 0))`);
/** Waits for everyone who holds the calendar, and keeps others from it: for changing it. */
export const claimCalendar = (tx: Tx) => tx.query(sql`select pg_advisory_xact_lock(hashtextextended('calendar', 0))`);

/** The days on which nobody works and the Ramadans, as they are written down now. */
export async function legalCalendar(tx: Tx): Promise<LegalCalendar> {
  const days = await tx.query<{ day: string }>(sql`select day::text from holiday where closed`);
  const ramadans = await tx.query<Ramadan>(sql`
    select first_day::text as "firstDay", last_day::text as "lastDay", opens, closes from ramadan`);
  return new LegalCalendar(
    days.map(({ day }) => day),
    ramadans,
  );
}
