import { academy } from '@takwin/contracts/events/academies';
import { legalDayOf } from '@takwin/platform/clock';
import { review } from '@takwin/platform/events';
import sql from 'sql-template-tag';
import { passSeatsOn, retellCompletions, withdraw } from '../enrolments/enrolment.writer.js';
import { cancelOfferings, finishOfferings } from './offering.writer.js';

const HAS_HOURS = sql`exists (
  select from enrolment e join statement s on s.enrolment_id = e.id where e.offering_id = o.id and s.hours > 0)`;

/**
 * Calls off what closed academies offer, and what would start after a membership ends, and gives the free seats of the others to
 * those who wait for them: nobody got one while an academy was suspended. What has ended by its days is left to be finished; what has
 * hours by then is finished today, as the days before keep their figures, and hours that nobody has confirmed may be yet.
 */
export const followMemberships = review(academy, async (tx, ids) => {
  const today = legalDayOf(tx.at);
  const those = ids ? sql`o.academy_id = any(${ids}::uuid[])` : sql`true`;
  const isOff = sql`(coalesce(a.closed, false) or coalesce(o.starts_on > a.membership_until and o.starts_on > ${today}, false))`;
  const open = await tx.query<{ id: string; off: boolean; learnt: boolean }>(sql`
    select o.id, ${isOff} as off, (o.learnt_on is not null or ${HAS_HOURS}) as learnt
    from offering o join academy_copy a on a.subject = o.academy_id::text
    where ${those} and o.state = 'open' and o.ends_on >= ${today} and (${isOff} or exists (
      select from enrolment e where e.offering_id = o.id and e.state = 'waitlisted'))
    order by o.id for no key update of o`);
  const [off, over] = [false, true].map((learnt) =>
    open.filter((one) => one.off && one.learnt === learnt).map(({ id }) => id),
  );
  await withdraw(tx, sql`e.offering_id = any(${over}::uuid[]) and e.state = 'waitlisted'`, 'NO_SEAT_CAME_FREE');
  await withdraw(tx, sql`e.offering_id = any(${over}::uuid[])`, 'OFFERING_FINISHED');
  await finishOfferings(tx, over!);
  await withdraw(tx, sql`e.offering_id = any(${off}::uuid[])`, 'OFFERING_CANCELLED');
  await cancelOfferings(tx, off!);
  await retellCompletions(tx, sql`e.offering_id = any(${off}::uuid[])`);
  await passSeatsOn(
    tx,
    open.filter((one) => !one.off).map(({ id }) => ({ offeringId: id, seats: 0 })),
  );
});
