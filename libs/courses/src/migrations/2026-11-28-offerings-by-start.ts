import type { Migration } from '@takwin/platform/postgres';

/** An academy's next offerings are read without those that come later. */
export const offeringsByStartMigration: Migration = {
  name: '2026-11-28-offerings-by-start',
  up: `create index offering_start on offering(academy_id, starts_on, id) where state = 'open';`,
};
