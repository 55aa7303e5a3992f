import type { Migration } from '@takwin/platform/postgres';

/** What the reason tells of for which a file was refused: its columns, for one. */
export const refusedFilesMigration: Migration = {
  name: '2026-11-30-refused-files',
  up: 'alter table import add column about jsonb;',
};
