import type { Migration } from '@takwin/platform/postgres';

/** Which statement had a placement in its rows last, whether or not it said something new of it, and which one before that. */
export const placementsSeenMigration: Migration = {
  name: '2026-12-03-placements-seen',
  up: 'alter table placement add column seen_by bigint, add column seen_before bigint;',
};
