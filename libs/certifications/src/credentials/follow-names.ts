import { person } from '@takwin/contracts/events/academies';
import { review } from '@takwin/platform/events';
import sql from 'sql-template-tag';
import { askReissue } from './credential.writer.js';

/**
 * Has the worker look at the credentials of persons whose name was corrected by a document since they were signed: how a name is spelled
 * changes none. The worker's sweeper finds them.
 */
export const followNames = review(person, async (tx, ids) => {
  await askReissue(tx, ids ? sql`c.person_id = any(${ids}::uuid[])` : sql`true`);
});
