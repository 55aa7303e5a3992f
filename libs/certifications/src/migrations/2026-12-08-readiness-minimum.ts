import type { Migration } from '@takwin/platform/postgres';

/** How ready an academy has to be for a sitting to be opened there, of 100: 0, as long as the programme sets no more, warns alone. */
export const readinessMinimumMigration: Migration = {
  name: '2026-12-08-readiness-minimum',
  up: `
    alter table exam_rules
      add column readiness_minimum int not null default 0 check (readiness_minimum between 0 and 100);`,
};
