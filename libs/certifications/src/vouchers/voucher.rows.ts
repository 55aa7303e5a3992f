import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import { expiryInMorocco } from './expiry.js';
import type { VoucherLotView, VoucherView } from './voucher.js';
import { PROGRAMME } from './voucher.js';

type Expiring = { expiresAt: string };

/** With the expiry on the clocks of Morocco beside the instant. */
export const shownLocally = <R extends Expiring>(row: R): R & { expiresWallTime: string } => ({
  ...row,
  expiresWallTime: expiryInMorocco(new Date(row.expiresAt)),
});

/** Selects lots `l` into their view, each with the vouchers that no academy has. */
export async function selectLots(tx: Tx, where: Sql, rest: Sql = empty): Promise<VoucherLotView[]> {
  const rows = await tx.query<Omit<VoucherLotView, 'expiresWallTime'>>(sql`
    select l.id, l.family, l.vouchers, l.reference, l.purchased_on::text as "purchasedOn",
      l.expires_on::text as "expiresOn", ${iso('l.expires_at')} as "expiresAt", coalesce((
        select b.vouchers from voucher_balance b where b.lot_id = l.id and b.account = ${PROGRAMME}), 0) as unallocated
    from voucher_lot l where ${where} ${rest}`);
  return rows.map(shownLocally);
}

/** Selects vouchers `v` of lots `l` into their view. */
export async function selectVouchers(tx: Tx, where: Sql, rest: Sql = empty): Promise<VoucherView[]> {
  const rows = await tx.query<Omit<VoucherView, 'expiresWallTime'>>(sql`
    select v.id, v.lot_id as "lotId", l.family, v.academy_id as "academyId", v.person_id as "personId",
      v.registration_id as "registrationId", v.state, ${iso('l.expires_at')} as "expiresAt", v.version
    from voucher v join voucher_lot l on l.id = v.lot_id where ${where} ${rest}`);
  return rows.map(shownLocally);
}
