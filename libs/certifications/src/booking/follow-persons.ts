import { person } from '@takwin/contracts/events/academies';
import { review } from '@takwin/platform/events';
import sql from 'sql-template-tag';
import { giveUpMisplaced } from './give-up-misplaced.js';
import { giveUp } from './give-up-registrations.js';

/**
 * Gives up what persons have still to come who are no longer active, or of another academy than they were, by what is known of
 * them now. The sweeper of offers wakes the worker for the seats that are free.
 */
export const followPersons = review(person, async (tx, ids) => {
  const those = ids ? sql`r.person_id = any(${ids}::uuid[])` : sql`true`;
  const left = sql`exists (select from person_copy p where p.subject = r.person_id::text and not p.active)`;
  await giveUp(tx, sql`${those} and ${left}`, 'PERSON_DEACTIVATED');
  await giveUpMisplaced(tx, those);
});
