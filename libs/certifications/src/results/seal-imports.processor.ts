import { Processor } from '@takwin/platform/jobs';
import { SealsImports } from '@takwin/platform/imports';
import { Database } from '@takwin/platform/postgres';
import { Vault } from '@takwin/platform/vault';
import { resultImports } from './result-imports.rows.js';

/** Seals what an earlier release kept of files of results in clear. */
@Processor('result-seals', { concurrency: 1 })
export class SealImportsProcessor extends SealsImports {
  constructor(db: Database, vault: Vault) {
    super(resultImports(db, vault));
  }
}
