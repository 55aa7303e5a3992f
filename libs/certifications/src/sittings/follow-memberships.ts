import { academy } from '@takwin/contracts/events/academies';
import { review } from '@takwin/platform/events';
import sql from 'sql-template-tag';
import { refuseWaiting } from '../booking/give-up-registrations.js';
import { offerSeats } from '../booking/offer-seats.js';
import { withdrawSittings } from '../booking/withdraw-registrations.js';
import { isInProgramme } from '../membership.js';
import { giveBackOfClosed } from '../vouchers/give-back-vouchers.js';

/**
 * Calls off what closed academies have still to come, and what lies after a membership ends: its candidates are asked for anew, but
 * those refused who wished for a seat in a closed one alone. What closed academies' vouchers pay for no more goes back to them. Offers the free seats of those in
 * the programme to who waits: nobody got one while an academy was suspended. The sweepers wake the workers.
 */
export const followMemberships = review(academy, async (tx, ids) => {
  const toCome = sql`s.state = 'open' and s.starts_at > ${tx.at} and ${ids ? sql`s.academy_id = any(${ids}::uuid[])` : sql`true`}`;
  const off = await tx.query<{ id: string; closed: boolean }>(sql`
    select s.id, coalesce(a.closed, false) as closed
    from sitting s join academy_copy a on a.subject = s.academy_id::text
    where ${toCome} and (a.closed or left(s.wall_time, 10)::date > a.membership_until)`);
  const idsOf = (closed: boolean) => off.filter((one) => one.closed === closed).map(({ id }) => id);
  await withdrawSittings(tx, idsOf(true), 'ACADEMY_WAS_CLOSED');
  await withdrawSittings(tx, idsOf(false), 'MEMBERSHIP_NOT_IN_FORCE');
  const onlyThere = sql`exists (select from academy_copy a where a.subject = r.wanted_academy_id::text and a.closed
    and ${ids ? sql`a.subject = any(${ids}::text[])` : sql`true`})`;
  await refuseWaiting(tx, onlyThere, 'ACADEMY_WAS_CLOSED');
  await giveBackOfClosed(tx, ids ? sql`v.academy_id = any(${ids}::uuid[])` : sql`true`);
  const free = await tx.query<{ id: string }>(sql`
    select s.id from sitting s where ${toCome} and s.taken < s.seats and s.offered = 0 and ${isInProgramme(tx.at)}
    order by s.id for no key update of s`);
  await offerSeats(
    tx,
    free.map(({ id }) => id),
  );
});
