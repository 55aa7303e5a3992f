import { Injectable } from '@nestjs/common';
import { Erases, forgetInLog, type Whom } from '@takwin/platform/erasure';
import { forgetRejected } from '@takwin/platform/imports';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { CinVault } from '../persons/cin.js';
import { seeker } from './read-sought.js';

/**
 * What is left to erase of somebody whom the register has no more: what files said that was rejected, and what its log told others. It has
 * nothing to give back.
 */
@Injectable()
export class EraseRegister extends Erases {
  readonly told = sql`
    select e.person_id as id, e.former || e.person_id as ids, 'erased' as stage, e.keeps_credentials as "keepsCredentials"
    from erasure e where e.state in ('erasing', 'finished')`;

  constructor(private readonly vault: CinVault) {
    super();
  }

  async erase(tx: Tx, { id, ids }: Whom): Promise<void> {
    const asked = await tx.one<{ sought: Buffer }>(sql`
      select sought from erasure where person_id = ${id} and sought is not null`);
    if (asked) await forgetRejected(tx, this.vault.vault, 'import', seeker(this.vault, asked.sought));
    await forgetInLog(tx, 'person', ids);
  }
}
