import type { Migration } from '@takwin/platform/postgres';

/** Of which academies of the same name and place an official said that this is another one, and why. */
export const distinctAcademiesMigration: Migration = {
  name: '2026-11-29-distinct-academies',
  up: 'alter table academy add column distinct_from uuid[], add column distinct_reason text;',
};
