import type { Migration } from '@takwin/platform/postgres';

/** Which evaluation a credential of literacy was earned by: another one earns another, on the same day too. Of before, nobody kept it. */
export const literacyCompletionsMigration: Migration = {
  name: '2026-12-02-literacy-completions',
  up: 'alter table credential add column evidence_id uuid;',
};
