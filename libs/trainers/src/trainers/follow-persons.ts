import { person } from '@takwin/contracts/events/academies';
import { review } from '@takwin/platform/events';
import sql from 'sql-template-tag';
import { followMerges } from './follow-merges.js';
import { followPlaces } from './trainer.writer.js';

/** Trainers leave and return with their persons, as these are known now, and are those whom a merged record turned out to be. */
export const followPersons = review(person, async (tx, ids) => {
  await followMerges(tx, ids);
  await followPlaces(tx, ids ? sql`t.id = any(${ids}::uuid[])` : sql`true`);
});
