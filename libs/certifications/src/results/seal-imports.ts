import { Injectable } from '@nestjs/common';
import { SealsImports } from '@takwin/platform/imports';
import { Database } from '@takwin/platform/postgres';
import { Vault } from '@takwin/platform/vault';
import { resultImports } from './result-imports.rows.js';

/** Seals what an earlier release kept of files of results in clear; see `SealsImports`. */
@Injectable()
export class SealImportsHandler extends SealsImports {
  constructor(db: Database, vault: Vault) {
    super(resultImports(db, vault));
  }
}
