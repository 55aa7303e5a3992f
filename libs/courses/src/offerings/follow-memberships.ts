import { academy } from '@takwin/contracts/events/academies';
import { legalDayOf } from '@takwin/platform/clock';
import { review } from '@takwin/platform/events';
import sql from 'sql-template-tag';
import { passSeatsOn, withdraw } from '../enrolments/enrolment.writer.js';
import { cancelOfferings } from './offering.writer.js';

/**
 * Calls off what closed academies offer, and gives the free seats of the others to those who wait for them: nobody got one while
 * an academy was suspended. What has ended by its days is left to be finished.
 */
export const followMemberships = review(academy, async (tx, ids) => {
  const those = ids ? sql`o.academy_id = any(${ids}::uuid[])` : sql`true`;
  const open = await tx.query<{ id: string; closed: boolean }>(sql`
    select o.id, coalesce(a.closed, false) as closed
    from offering o join academy_copy a on a.subject = o.academy_id::text
    where ${those} and o.state = 'open' and o.ends_on >= ${legalDayOf(tx.at)} and (a.closed or exists (
      select from enrolment e where e.offering_id = o.id and e.state = 'waitlisted'))
    order by o.id for no key update of o`);
  const closed = open.filter((one) => one.closed).map(({ id }) => id);
  await withdraw(tx, sql`e.offering_id = any(${closed}::uuid[])`, 'OFFERING_CANCELLED');
  await cancelOfferings(tx, closed);
  await passSeatsOn(
    tx,
    open.filter((one) => !one.closed).map(({ id }) => ({ offeringId: id, seats: 0 })),
  );
});
