import { person } from '@takwin/contracts/events/academies';
import { review } from '@takwin/platform/events';
import sql from 'sql-template-tag';
import { giveUp } from './give-up-registrations.js';

/** Gives up what persons have still to come who are no longer active, by what is known of them now. */
export const followPersons = review(person, async (tx, ids) => {
  const those = ids ? sql`r.person_id = any(${ids}::uuid[])` : sql`true`;
  const left = sql`${those} and r.state in ('requested', 'waitlisted', 'booked') and exists (
    select from person_copy p where p.subject = r.person_id::text and not p.active)`;
  await tx.query(sql`
    select from sitting where id in (select r.sitting_id from registration r where r.state = 'booked' and ${left})
    order by id for no key update`);
  // The sweeper of offers wakes the worker for the seats that are free now.
  await giveUp(tx, left, 'PERSON_DEACTIVATED');
});
