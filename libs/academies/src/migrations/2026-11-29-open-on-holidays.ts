import type { Migration } from '@takwin/platform/postgres';

/** Rooms that are open at their hours on holidays and in Ramadan, too. */
export const openOnHolidaysMigration: Migration = {
  name: '2026-11-29-open-on-holidays',
  up: 'alter table room add column open_on_holidays boolean not null default false;',
};
