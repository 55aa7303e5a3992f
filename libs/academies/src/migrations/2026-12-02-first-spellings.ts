import type { Migration } from '@takwin/platform/postgres';

/** The name that an official or the registration said, kept when an academy spells it anew: spellings of spellings become another name. */
export const firstSpellingsMigration: Migration = {
  name: '2026-12-02-first-spellings',
  up: 'alter table person add column spelled_from jsonb;',
};
