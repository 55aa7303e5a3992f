import type { Migration } from '@takwin/platform/postgres';

/**
 * How much of its minutes an exam takes at least. A house in which somebody is registered keeps the rule it has, so that no result on
 * its way is held by a rule that nobody set; a new one begins with a quarter, and five minutes.
 */
export const leastExamShareMigration: Migration = {
  name: '2026-12-02-least-exam-share',
  up: `
    alter table exam_rules
      alter column least_exam_minutes set default 5,
      add column least_exam_percent int not null default 25 check (least_exam_percent between 0 and 100);
    update exam_rules set least_exam_percent = 0 where exists (select from registration);
    update exam_rules set least_exam_minutes = 5 where least_exam_minutes = 1 and not exists (select from registration);`,
};
