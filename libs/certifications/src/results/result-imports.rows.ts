import { FileImports } from '@takwin/platform/imports';
import type { Database } from '@takwin/platform/postgres';
import type { Vault } from '@takwin/platform/vault';
import sql from 'sql-template-tag';

export const RESULT_IMPORT_QUEUE = 'result-imports';

/** The kinds of files that are taken in here. */
export const KINDS = ['results', 'exam-catalogue'] as const;

/** The files of results, and of exams, that were taken in: as their sender, who may write only what is in their scope. */
export const resultImports = (db: Database, vault: Vault): FileImports =>
  new FileImports(db, vault, {
    table: 'result_import',
    queue: RESULT_IMPORT_QUEUE,
    kind: sql`i.kind`,
    worker: 'exam-scheduler',
    asSender: true,
    holds: true,
  });
