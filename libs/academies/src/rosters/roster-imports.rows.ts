import { FileImports } from '@takwin/platform/imports';
import type { Database } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

export const IMPORT_QUEUE = 'roster-imports';

/** The roster files that were taken in. */
export const rosterImports = (db: Database): FileImports =>
  new FileImports(db, {
    table: 'import',
    queue: IMPORT_QUEUE,
    kind: sql`i.kind`,
    worker: 'roster-importer',
    confirms: true,
    follows: true,
  });
