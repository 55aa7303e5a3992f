import type { Migration } from '@takwin/platform/postgres';

/** The index that persons are found by, made anew of the keys that `heardNamesMigration` gives; the release before asks it as well. */
export const heardPersonsMigration: Migration = {
  name: '2026-12-07-heard-persons',
  index: {
    name: 'person_heard',
    on: `person using gin(person_keys(family_fr, given_fr, family_ar, given_ar)) with (gin_pending_list_limit = 256)`,
  },
  up: `
    alter index person_heard alter column 1 set statistics 0;
    drop index person_search;
    alter index person_heard rename to person_search;
    reindex index academy_names;`,
};
