import type { Migration } from '@takwin/platform/postgres';

/** How long ahead of a sitting its candidates are let in, and their exams may begin: what the vendors leave to the network. */
export const examDayOrderMigration: Migration = {
  name: '2026-11-29-exam-day-order',
  up: `
    alter table exam_rules add column admission_minutes int not null default 60 check (admission_minutes between 0 and 240);
    alter table exam_rules add column early_start_minutes int not null default 15
      check (early_start_minutes between 0 and 60);`,
};
