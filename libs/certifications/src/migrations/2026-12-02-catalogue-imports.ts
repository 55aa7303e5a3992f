import type { Migration } from '@takwin/platform/postgres';

/** Files hold results, or a catalogue of exams. */
export const catalogueImportsMigration: Migration = {
  name: '2026-12-02-catalogue-imports',
  up: `
    alter table result_import add column kind text not null default 'results' check (kind in ('results', 'exam-catalogue'));`,
};
