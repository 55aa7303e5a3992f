import type { Migration } from '@takwin/platform/postgres';

/** How many hours of a statement count, and why not all. Those of before are counted when the person's are next. */
export const countedHoursMigration: Migration = {
  name: '2026-11-29-counted-hours',
  up: `
    alter table statement add column hours double precision, add column why_not text;
    create index statement_uncounted on statement(person_id) where hours is null;`,
};
