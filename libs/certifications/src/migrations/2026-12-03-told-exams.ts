import type { Migration } from '@takwin/platform/postgres';

/** The version of an exam that was told last: those that ship are told too, since others go by what the log says of exams. */
export const toldExamsMigration: Migration = {
  name: '2026-12-03-told-exams',
  up: `
    alter table exam add column told_version int not null default 0;
    update exam set told_version = version where corrected_by is not null;`,
};
