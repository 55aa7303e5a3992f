import { person } from '@takwin/contracts/events/academies';
import { review } from '@takwin/platform/events';
import sql from 'sql-template-tag';
import { enrolmentLife } from './enrolment.life.js';
import { passSeatsOn, withdraw } from './enrolment.writer.js';
import { followMerges } from './follow-merges.js';

/**
 * Follows records that were merged; ends the places of persons who have left, and gives their seats to those who wait. Nobody enrols them
 * meanwhile: whoever enrols holds the copies of the persons, which this transaction has just written.
 */
export const followPersons = review(person, async (tx, ids) => {
  await followMerges(tx, ids);
  const those = ids ? sql`e.person_id = any(${ids}::uuid[])` : sql`true`;
  const left = sql`${those} and e.state = any(${enrolmentLife.from('withdraw')}) and exists (
    select from person_copy p where p.subject = e.person_id::text and not p.active)`;
  await tx.query(sql`
    select from offering where id in (
      select e.offering_id from enrolment e where ${left})
    order by id for no key update`);
  const { freed } = await withdraw(tx, left, 'PERSON_HAS_LEFT');
  await passSeatsOn(tx, freed);
});
