import type { Migration } from '@takwin/platform/postgres';

/** The index that courses are found by, made anew of the keys that `shortWordsMigration` gives: C# and .NET are names with their signs. */
export const signedCoursesMigration: Migration = {
  name: '2026-12-08-signed-courses',
  index: {
    name: 'course_signed',
    on: `course using gin(course_keys(title_fr, title_ar, title_en, code, words)) with (fastupdate = off)`,
  },
  up: `
    alter index course_signed alter column 1 set statistics 0;
    drop index course_search;
    alter index course_signed rename to course_search;`,
};
