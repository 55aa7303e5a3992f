import type { Migration } from '@takwin/platform/postgres';

/** Who else sent the very same result after `sent_by`: none of them decides about it. */
export const resultSendersMigration: Migration = {
  name: '2026-11-30-result-senders',
  up: `alter table result add column also_sent_by text[] not null default '{}';`,
};
