import type { Migration } from '@takwin/platform/postgres';

/** Why a person has left, where somebody said so. */
export const inactivePersonsMigration: Migration = {
  name: '2026-11-28-inactive-persons',
  up: `
    alter table person add column inactive_reason text,
      add constraint person_inactive_reason check (inactive_reason is null or state = 'inactive');`,
};
