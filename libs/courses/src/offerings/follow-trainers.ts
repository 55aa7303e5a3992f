import { trainer } from '@takwin/contracts/events/trainers';
import { legalDayOf } from '@takwin/platform/clock';
import { review } from '@takwin/platform/events';
import sql from 'sql-template-tag';
import { announceTeacher } from '../enrolments/enrolment.writer.js';
import { NOBODY } from './offering.js';
import { changeOffering } from './offering.writer.js';
import { selectOfferings } from './offering.rows.js';

/**
 * Takes trainers who have left off what they were to teach: an open offering has nobody then, as its places tell, until somebody is
 * named. What has ended by its days is left to be finished as it was taught.
 */
export const followTrainers = review(trainer, async (tx, ids) => {
  const those = ids ? sql`o.trainer_id = any(${ids}::uuid[])` : sql`true`;
  const taught = sql`${those} and o.state = 'open' and o.ends_on >= ${legalDayOf(tx.at)} and exists (
    select from trainer_copy t where t.subject = o.trainer_id::text and not t.active)`;
  const held = await tx.query<{ id: string }>(
    sql`select o.id from offering o where ${taught} order by o.id for no key update`,
  );
  const left = await selectOfferings(tx, sql`o.id = any(${held.map(({ id }) => id)}::uuid[])`, sql`order by o.id`);
  for (const { id, ...offering } of left) {
    await changeOffering(tx, id, { ...offering, ...NOBODY, trainerId: null });
    await announceTeacher(tx, id);
  }
});
