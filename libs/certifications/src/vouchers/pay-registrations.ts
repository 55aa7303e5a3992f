import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { accountOf } from './voucher.js';
import { assignTo, bindOwn, letGoOfExpiring, type NewVoucher } from './voucher.writer.js';

type Unpaid = Omit<NewVoucher, 'lotId'> & { registrationId: string; family: string; starts: Date };
type Stock = { lot_id: string; academy_id: string; family: string; expires_at: Date; vouchers: number };

/** Registrations that nothing paid for; those of `outlived` had a voucher, which does not last until the exam. */
export type NotPaid = { unpaid: string[]; outlived: string[] };

/**
 * Pays for registrations that were just booked: with the voucher that the person has, else with one of the own academy's, the
 * soonest to expire of those that are valid when the exam starts.
 */
export async function payFor(tx: Tx, registrationIds: readonly string[]): Promise<NotPaid> {
  if (registrationIds.length === 0) return { unpaid: [], outlived: [] };
  const expiring = new Set(await letGoOfExpiring(tx, registrationIds));
  await bindOwn(tx, registrationIds);
  const unpaid = await payFromStock(tx, await stillUnpaid(tx, registrationIds));
  return { unpaid, outlived: unpaid.filter((id) => expiring.has(id)) };
}

async function payFromStock(tx: Tx, unpaid: readonly Unpaid[]): Promise<string[]> {
  if (unpaid.length === 0) return [];
  const academies = [...new Set(unpaid.map(({ academyId }) => accountOf(academyId, 'stock')))];
  const stocks = await tx.query<Stock>(sql`
    select b.lot_id, split_part(b.account, ':', 2) as academy_id, l.family, l.expires_at, b.vouchers
    from voucher_balance b join voucher_lot l on l.id = b.lot_id
    where b.account = any(${academies}) and b.vouchers > 0 and l.expires_at > ${tx.at}
    order by b.lot_id, b.account for update of b`);
  stocks.sort((a, b) => a.expires_at.getTime() - b.expires_at.getTime());
  const paid = unpaid.flatMap((one) => {
    const stock = stocks.find((lot) => lot.vouchers > 0 && pays(lot, one));
    if (!stock) return [];
    stock.vouchers--;
    return [{ ...one, lotId: stock.lot_id }];
  });
  await assignTo(tx, paid);
  const isPaid = new Set(paid.map(({ registrationId }) => registrationId));
  return unpaid.map(({ registrationId }) => registrationId).filter((id) => !isPaid.has(id));
}

const pays = (lot: Stock, { academyId, family, starts }: Unpaid): boolean =>
  lot.academy_id === academyId && lot.family === family && lot.expires_at >= starts;

const stillUnpaid = (tx: Tx, ids: readonly string[]): Promise<Unpaid[]> =>
  tx.query<Unpaid>(sql`
    select r.id as "registrationId", r.person_id as "personId", r.academy_id as "academyId", r.region, e.family,
      lower(r.during) as starts
    from registration r join exam e on e.code = r.exam_code
    where r.id = any(${ids}::uuid[]) and not exists (
      select from voucher v where v.registration_id = r.id and v.state = 'assigned')
    order by lower(r.during), r.queued`);
