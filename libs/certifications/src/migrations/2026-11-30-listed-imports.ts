import type { Migration } from '@takwin/platform/postgres';

/** The list of files is read from its newest end. */
export const listedImportsMigration: Migration = {
  name: '2026-11-30-listed-imports',
  up: 'create index result_import_newest on result_import(accepted_at, id);',
};
