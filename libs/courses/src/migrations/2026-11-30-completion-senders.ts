import type { Migration } from '@takwin/platform/postgres';

/** Who told that an enrolment was completed; of those completed before, nobody kept it. */
export const completionSendersMigration: Migration = {
  name: '2026-11-30-completion-senders',
  up: `
    alter table enrolment add column completed_by text;`,
};
