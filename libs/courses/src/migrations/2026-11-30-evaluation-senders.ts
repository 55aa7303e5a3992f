import type { Migration } from '@takwin/platform/postgres';

/** Who else sent the very same evaluation after `sent_by`: none of them decides about it. */
export const evaluationSendersMigration: Migration = {
  name: '2026-11-30-evaluation-senders',
  up: `alter table literacy_evaluation add column also_sent_by text[] not null default '{}';`,
};
