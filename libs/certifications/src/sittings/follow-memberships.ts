import { academy } from '@takwin/contracts/events/academies';
import { review } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { refuseWaiting } from '../booking/give-up-registrations.js';
import { offerSeats } from '../booking/offer-seats.js';
import { withdrawSeats, withdrawSittings } from '../booking/withdraw-registrations.js';
import { isInProgramme } from '../membership.js';
import { judgeAgain } from './sitting.writer.js';
import { giveBackOfClosed } from '../vouchers/give-back-vouchers.js';

/**
 * Calls off what closed academies have still to come, and what lies after a membership ends: its candidates are asked for anew, but
 * those refused who wished for a seat in a closed one alone. What closed academies' vouchers pay for no more goes back to them. Offers the free seats of those in
 * the programme to who waits: nobody got one while an academy was suspended, and who was seated after that, before this was heard of it, is asked
 * for anew. The sweepers wake the workers.
 */
export const followMemberships = review(academy, async (tx, ids, changes = []) => {
  // Of several times in one batch the last.
  const suspended = changes.filter(({ type }) => type === 'AcademySuspended').map(({ id, at }) => [id, at] as const);
  for (const [id, at] of new Map(suspended)) await takeBackSince(tx, id, at);
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

async function takeBackSince(tx: Tx, academyId: string, suspendedAt: Date): Promise<void> {
  const sittings = await judgeAgain(tx, academyId);
  const seats = await tx.query<{ id: string; sittingId: string }>(sql`
    select id, sitting_id as "sittingId" from registration
    where sitting_id = any(${sittings}::uuid[]) and state = 'booked' and admitted_at is null and seated_at >= ${suspendedAt}`);
  await withdrawSeats(tx, seats, 'ACADEMY_NOT_ACCREDITED');
}
