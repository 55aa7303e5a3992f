import type { Migration } from '@takwin/platform/postgres';

/** Academies are found by their names, cities and codes, persons by their names in both scripts and any order: see `personSearchMigration`. */
export const searchedNamesMigration: Migration = {
  name: '2026-12-01-searched-names',
  up: `
    create function academy_keys(fr text, ar text, city text, code text) returns tsvector
    language sql immutable parallel safe cost 20000
    begin atomic
      select search_text_keys(fr || ' ' || coalesce(ar, '') || ' ' || city || ' ' || code, '')
        || search_name_keys(fr || ' ' || city, coalesce(ar, ''));
    end;
    create index academy_search on academy using gin(academy_keys(name_fr, name_ar, city, code)) with (fastupdate = off);

    create function person_keys(family_fr text, given_fr text, family_ar text, given_ar text) returns tsvector
    language sql immutable parallel safe cost 20000
    begin atomic
      select search_name_keys(given_fr || ' ' || family_fr, coalesce(given_ar, '') || ' ' || coalesce(family_ar, ''));
    end;
    alter index academy_search alter column 1 set statistics 0;`,
};
