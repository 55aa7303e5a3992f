import type { Migration } from '@takwin/platform/postgres';

/** What a result is proven by: which records of the day prove something (none of the release before), and how long an exam takes at least. */
export const resultsProofMigration: Migration = {
  name: '2026-11-30-results-proof',
  up: `
    alter table exam_rules add column least_exam_minutes int not null default 1 check (least_exam_minutes between 1 and 240);
    alter table exam_day_record add column proves boolean not null default false;`,
};
