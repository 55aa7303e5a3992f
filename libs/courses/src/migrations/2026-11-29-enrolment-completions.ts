import type { Migration } from '@takwin/platform/postgres';

/** On which day an enrolment was completed; of those completed before, nobody kept it. */
export const enrolmentCompletionsMigration: Migration = {
  name: '2026-11-29-enrolment-completions',
  up: `
    alter table enrolment add column completed_on date;`,
};
