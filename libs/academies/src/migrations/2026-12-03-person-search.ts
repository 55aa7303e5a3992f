import type { Migration } from '@takwin/platform/postgres';

/** The index that persons are found by. It takes a minute and more where there are hundreds of thousands, in which they are registered on. */
export const personSearchMigration: Migration = {
  name: '2026-12-03-person-search',
  index: {
    name: 'person_search',
    on: `person using gin(person_keys(family_fr, given_fr, family_ar, given_ar)) with (gin_pending_list_limit = 256)`,
  },
  up: 'alter index person_search alter column 1 set statistics 0;',
};
