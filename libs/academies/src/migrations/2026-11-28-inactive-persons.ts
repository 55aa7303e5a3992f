import type { Migration } from '@takwin/platform/postgres';

/** Why a person has left, where somebody said so. The release before takes persons back and leaves the reason: a CHECK would refuse it. */
export const inactivePersonsMigration: Migration = {
  name: '2026-11-28-inactive-persons',
  up: `alter table person add column inactive_reason text;`,
};
