import type { Migration } from '@takwin/platform/postgres';

/** Courses are found by the words of their titles and codes, and after these by all that the catalogue says of them. */
export const courseSearchMigration: Migration = {
  name: '2026-12-01-course-search',
  up: `
    create function course_keys(fr text, ar text, en text, code text, words tsvector) returns tsvector
    language sql immutable parallel safe cost 20000
    begin atomic
      select search_text_keys(coalesce(fr, '') || ' ' || coalesce(ar, '') || ' ' || coalesce(en, '') || ' ' || code,
        (select coalesce(string_agg(lexeme, ' '), '') from unnest(words)));
    end;
    create index course_search on course using gin(course_keys(title_fr, title_ar, title_en, code, words)) with (fastupdate = off);
    alter index course_search alter column 1 set statistics 0;`,
};
