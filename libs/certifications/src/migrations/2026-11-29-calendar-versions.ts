import type { Migration } from '@takwin/platform/postgres';

/** Days of the calendar have a version, so that who sets one knows what it replaces. */
export const calendarVersionsMigration: Migration = {
  name: '2026-11-29-calendar-versions',
  up: `
    alter table holiday add column version int not null default 1;
    alter table ramadan add column version int not null default 1;`,
};
