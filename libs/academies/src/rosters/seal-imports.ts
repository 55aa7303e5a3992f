import { Injectable } from '@nestjs/common';
import { SealsImports } from '@takwin/platform/imports';
import { Database } from '@takwin/platform/postgres';
import { CinVault } from '../persons/cin.js';
import { rosterImports } from './roster-imports.rows.js';

/** Seals what an earlier release kept of rosters in clear; see `SealsImports`. */
@Injectable()
export class SealImportsHandler extends SealsImports {
  constructor(db: Database, vault: CinVault) {
    super(rosterImports(db, vault));
  }
}
