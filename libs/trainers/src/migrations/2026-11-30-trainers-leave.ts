import type { Migration } from '@takwin/platform/postgres';

/** The last day here of a trainer who has left. */
export const trainersLeaveMigration: Migration = {
  name: '2026-11-30-trainers-leave',
  up: `alter table trainer add column left_on date;`,
};
