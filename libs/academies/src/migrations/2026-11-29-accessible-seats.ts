import type { Migration } from '@takwin/platform/postgres';

/** How many workstations of a room are accessible. None were said to be. */
export const accessibleSeatsMigration: Migration = {
  name: '2026-11-29-accessible-seats',
  up: `alter table room add column accessible_seats int not null default 0 check (accessible_seats >= 0);`,
};
