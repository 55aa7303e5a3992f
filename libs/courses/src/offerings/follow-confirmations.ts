import { person } from '@takwin/contracts/events/academies';
import { review } from '@takwin/platform/events';
import sql from 'sql-template-tag';
import { offeringLife } from './offering.life.js';
import { judgeLearnt } from './offering.writer.js';

/** What persons have learnt counts from the day on which they did, once somebody has confirmed them: judges the offerings of their hours anew. */
export const followConfirmations = review(person, async (tx, ids) => {
  const those = ids ? sql`e.person_id = any(${ids}::uuid[])` : sql`true`;
  const held = await tx.query<{ id: string }>(sql`
    select o.id from offering o where o.state = any(${offeringLife.from('learn')}) and o.id in (
      select e.offering_id from enrolment e where ${those} and e.hours > 0)
    order by o.id for no key update`);
  await judgeLearnt(
    tx,
    held.map(({ id }) => id),
  );
});
