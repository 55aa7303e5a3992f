import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '@takwin/platform/postgres';
import { CinVault } from '../persons/cin.js';
import { rosterImports } from './roster-imports.rows.js';

/** Nothing starts without a key that kept files are sealed with. */
@Injectable()
export class DemandFileKeys implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly vault: CinVault,
  ) {}

  onModuleInit(): Promise<void> {
    return rosterImports(this.db, this.vault).demandKeys();
  }
}
