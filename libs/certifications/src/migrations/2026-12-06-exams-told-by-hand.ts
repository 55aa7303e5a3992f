import type { Migration } from '@takwin/platform/postgres';

/** Whether the newest source of an exam is the programme's own hand: of before, whatever it corrected is taken for that. */
export const examsToldByHandMigration: Migration = {
  name: '2026-12-06-exams-told-by-hand',
  up: `
    alter table exam add column by_hand boolean not null default false;
    update exam set by_hand = true where corrected_by is not null;`,
};
