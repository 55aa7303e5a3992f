import type { Migration } from '@takwin/platform/postgres';

/** Which revision of a result a correction is to replace; what was sent before does not say. */
export const correctedRevisionsMigration: Migration = {
  name: '2026-11-30-corrected-revisions',
  up: 'alter table result add column corrects int',
};
