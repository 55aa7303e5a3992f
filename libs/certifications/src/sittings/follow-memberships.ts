import { academy } from '@takwin/contracts/events/academies';
import { review } from '@takwin/platform/events';
import sql from 'sql-template-tag';
import { offerSeats } from '../booking/offer-seats.js';
import { withdrawSittings } from '../booking/withdraw-registrations.js';
import { isInProgramme } from '../membership.js';

/**
 * Calls off what closed academies have still to come, whose candidates are asked for anew, and offers the free seats of those in
 * the programme to who waits: nobody got one while an academy was suspended. The sweepers wake the workers.
 */
export const followMemberships = review(academy, async (tx, ids) => {
  const toCome = sql`s.state = 'open' and s.starts_at > ${tx.at} and ${ids ? sql`s.academy_id = any(${ids}::uuid[])` : sql`true`}`;
  const closed = await tx.query<{ id: string }>(sql`
    select s.id from sitting s where ${toCome} and exists (
      select from academy_copy a where a.subject = s.academy_id::text and a.closed)`);
  await withdrawSittings(
    tx,
    closed.map(({ id }) => id),
    'ACADEMY_WAS_CLOSED',
  );
  const free = await tx.query<{ id: string }>(sql`
    select s.id from sitting s where ${toCome} and s.taken < s.seats and s.offered = 0 and ${isInProgramme(tx.at)}
    order by s.id for no key update of s`);
  await offerSeats(
    tx,
    free.map(({ id }) => id),
  );
});
