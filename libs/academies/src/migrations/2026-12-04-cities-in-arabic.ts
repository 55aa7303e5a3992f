import type { Migration } from '@takwin/platform/postgres';

/** Academies are found by `names`, which has the Arabic name of their city too; what loads the reference writes it anew. */
export const citiesInArabicMigration: Migration = {
  name: '2026-12-04-cities-in-arabic',
  up: `
    create function academy_keys(names text) returns tsvector language sql immutable parallel safe cost 20000
    begin atomic
      select search_text_keys(names, '') || search_name_keys(names, '');
    end;
    create index academy_names on academy using gin(academy_keys(names)) with (fastupdate = off);
    alter index academy_names alter column 1 set statistics 0;
    drop index academy_search;`,
};
