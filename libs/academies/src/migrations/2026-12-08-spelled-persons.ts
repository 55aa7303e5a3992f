import type { Migration } from '@takwin/platform/postgres';

/**
 * The indexes that persons and academies are found by, made anew of the keys that `shortWordsMigration` and `spelledNamesMigration` give;
 * the release before asks them as well. Academies are hundreds: theirs is made at once.
 */
export const spelledPersonsMigration: Migration = {
  name: '2026-12-08-spelled-persons',
  index: {
    name: 'person_spelled',
    on: `person using gin(person_keys(family_fr, given_fr, family_ar, given_ar)) with (gin_pending_list_limit = 256)`,
  },
  up: `
    alter index person_spelled alter column 1 set statistics 0;
    drop index person_search;
    alter index person_spelled rename to person_search;
    reindex index academy_names;`,
};
