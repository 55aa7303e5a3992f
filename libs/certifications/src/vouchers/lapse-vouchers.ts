import { Injectable } from '@nestjs/common';
import { systemActor } from '@takwin/platform/auth';
import { Database } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { lapse } from './voucher.writer.js';
import { PROGRAMME } from './voucher.js';

export const LAPSE_QUEUE = 'voucher-expiry';

const system = systemActor('exam-scheduler');

/** Writes off what is left of lots that have expired. */
@Injectable()
export class LapseVouchersHandler {
  constructor(private readonly db: Database) {}

  async run(lotIds: readonly string[]): Promise<void> {
    for (const id of lotIds) await this.db.asActor(system, (tx) => lapse(tx, id));
  }

  /** Lots that have expired and are not written off. */
  waiting(limit: number): Promise<string[]> {
    return this.db.readAs(system, async (tx) => {
      const rows = await tx.query<{ id: string }>(sql`
        select l.id from voucher_lot l where l.expires_at < ${tx.at} and (
          exists (select from voucher_balance b where b.lot_id = l.id and b.vouchers > 0
            and (b.account = ${PROGRAMME} or b.account like 'stock:%'))
          or exists (select from voucher v where v.lot_id = l.id and v.state = 'assigned' and v.registration_id is null))
        order by l.expires_at limit ${limit}`);
      return rows.map(({ id }) => id);
    });
  }
}
