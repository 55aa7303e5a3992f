import type { Migration } from '@takwin/platform/postgres';

/** Since when a sitting was planned and a candidate had its seat; null where the release before wrote it. */
export const plannedSinceMigration: Migration = {
  name: '2026-11-30-planned-since',
  up: `
    alter table sitting add column planned_at timestamptz;
    alter table registration add column seated_at timestamptz;`,
};
