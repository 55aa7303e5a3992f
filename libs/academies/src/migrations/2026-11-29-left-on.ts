import type { Migration } from '@takwin/platform/postgres';

/** The day on which a person has left; of those who left before, nobody knows it. */
export const leftOnMigration: Migration = {
  name: '2026-11-29-left-on',
  up: 'alter table person add column left_on date;',
};
