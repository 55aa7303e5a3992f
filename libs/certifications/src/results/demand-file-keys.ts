import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '@takwin/platform/postgres';
import { Vault } from '@takwin/platform/vault';
import { resultImports } from './result-imports.rows.js';

/** Nothing starts without a key that kept files are sealed with. */
@Injectable()
export class DemandFileKeys implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
  ) {}

  onModuleInit(): Promise<void> {
    return resultImports(this.db, this.vault).demandKeys();
  }
}
