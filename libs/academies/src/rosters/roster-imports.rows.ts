import { FileImports } from '@takwin/platform/imports';
import type { Database } from '@takwin/platform/postgres';
import type { CinVault } from '../persons/cin.js';
import sql from 'sql-template-tag';

export const IMPORT_QUEUE = 'roster-imports';

/** The roster files that were taken in. */
export const rosterImports = (db: Database, { vault }: CinVault): FileImports =>
  new FileImports(db, vault, {
    table: 'import',
    queue: IMPORT_QUEUE,
    kind: sql`i.kind`,
    worker: 'roster-importer',
    confirms: true,
    follows: true,
  });
