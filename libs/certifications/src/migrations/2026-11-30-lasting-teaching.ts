import type { Migration } from '@takwin/platform/postgres';

/** Who taught whom for hours that were learnt: kept whatever becomes of the offering or the place. */
export const lastingTeachingMigration: Migration = {
  name: '2026-11-30-lasting-teaching',
  up: `create table taught(person_id uuid, trainer_id uuid, primary key (person_id, trainer_id));`,
};
