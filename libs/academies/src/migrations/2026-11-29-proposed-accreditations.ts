import type { Migration } from '@takwin/platform/postgres';

/** The past day from which one official wants a candidate accredited, and who: it counts once another agrees. */
export const proposedAccreditationsMigration: Migration = {
  name: '2026-11-29-proposed-accreditations',
  up: 'alter table academy add column proposed_on date, add column proposed_by text;',
};
