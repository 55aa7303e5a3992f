import type { Migration } from '@takwin/platform/postgres';

/** The open offerings whose last day is over are looked for every few seconds. */
export const offeringsByEndMigration: Migration = {
  name: '2026-11-28-offerings-by-end',
  up: `create index offering_end on offering(ends_on) where state = 'open';`,
};
