import { Injectable } from '@nestjs/common';
import { systemActor } from '@takwin/platform/auth';
import { Database, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { moveVouchers } from './voucher.rows.js';
import { accountOf, PROGRAMME } from './voucher.js';

export const LAPSE_QUEUE = 'voucher-expiry';

const system = systemActor('exam-scheduler');

/** Writes off what is left of lots that have expired. */
@Injectable()
export class LapseVouchersHandler {
  constructor(private readonly db: Database) {}

  async run(lotIds: readonly string[]): Promise<void> {
    for (const id of lotIds) await this.db.asActor(system, (tx) => this.lapse(tx, id));
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

  // What a registration is paid with was used in time, or is freed by its cancellation and lapses then.
  private async lapse(tx: Tx, lotId: string): Promise<void> {
    const unbooked = await tx.query<{ academy: string; vouchers: number }>(sql`
      with gone as (
        update voucher v set state = 'lapsed', ended_at = ${tx.at}, version = version + 1 from voucher_lot l
        where v.lot_id = ${lotId} and l.id = v.lot_id and l.expires_at < ${tx.at} and v.state = 'assigned'
          and v.registration_id is null
        returning v.academy_id
      )
      select academy_id::text as academy, count(*)::int as vouchers from gone group by academy_id`);
    const stocks = await tx.query<{ account: string; vouchers: number }>(sql`
      select b.account, b.vouchers from voucher_balance b join voucher_lot l on l.id = b.lot_id
      where b.lot_id = ${lotId} and l.expires_at < ${tx.at} and b.vouchers > 0
        and (b.account = ${PROGRAMME} or b.account like 'stock:%')
      order by b.account for update of b`);
    await moveVouchers(tx, [
      ...unbooked.map(({ academy, vouchers }) => ({
        lotId,
        from: accountOf(academy, 'assigned'),
        to: accountOf(academy, 'lapsed'),
        vouchers,
      })),
      ...stocks.map(({ account, vouchers }) => ({
        lotId,
        from: account,
        to: account.replace(/^(stock|programme)/, 'lapsed'),
        vouchers,
      })),
    ]);
  }
}
