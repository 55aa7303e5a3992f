import type { Migration } from '@takwin/platform/postgres';

/** Why a file was read in its encoding; null of files from before, and of the release before. */
export const toldEncodingsMigration: Migration = {
  name: '2026-12-01-told-encodings',
  up: 'alter table result_import add column encoding_because text;',
};
