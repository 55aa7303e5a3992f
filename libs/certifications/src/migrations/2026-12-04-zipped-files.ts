import type { Migration } from '@takwin/platform/postgres';

/** The files of a zip, each with the lines of those before it; null of imports from before, and of the release before. */
export const zippedFilesMigration: Migration = {
  name: '2026-12-04-zipped-files',
  up: 'alter table result_import add column files jsonb;',
};
