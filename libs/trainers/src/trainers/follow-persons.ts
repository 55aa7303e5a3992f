import { person } from '@takwin/contracts/events/academies';
import { review } from '@takwin/platform/events';
import sql from 'sql-template-tag';
import { followPlaces } from './trainer.writer.js';

/** Trainers leave and return with their persons, as these are known now. */
export const followPersons = review(person, (tx, ids) =>
  followPlaces(tx, ids ? sql`t.id = any(${ids}::uuid[])` : sql`true`),
);
