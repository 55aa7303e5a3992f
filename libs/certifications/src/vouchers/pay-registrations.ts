import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { accountOf } from './voucher.js';
import { moveVouchers, type Movement } from './voucher.rows.js';

type Unpaid = { id: string; person_id: string; academy_id: string; region: string; family: string; starts: Date };
type Stock = { lot_id: string; academy_id: string; family: string; expires_at: Date; vouchers: number };

/**
 * Pays for registrations that were just booked: with the voucher that the person has, else with one of the own academy's, the
 * soonest to expire of those that are valid when the exam starts. Returns the registrations that nothing paid for.
 */
export async function payFor(tx: Tx, registrationIds: readonly string[]): Promise<string[]> {
  if (registrationIds.length === 0) return [];
  await letGoOfExpiring(tx, registrationIds);
  await bindOwn(tx, registrationIds);
  const unpaid = await stillUnpaid(tx, registrationIds);
  if (unpaid.length === 0) return [];
  const academies = [...new Set(unpaid.map(({ academy_id }) => accountOf(academy_id, 'stock')))];
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
    return [{ ...one, lot_id: stock.lot_id }];
  });
  await assign(tx, paid);
  const isPaid = new Set(paid.map(({ id }) => id));
  return unpaid.filter(({ id }) => !isPaid.has(id)).map(({ id }) => id);
}

const pays = (lot: Stock, { academy_id, family, starts }: Unpaid): boolean =>
  lot.academy_id === academy_id && lot.family === family && lot.expires_at >= starts;

// Who was seated later than the voucher lasts keeps it, for an exam that is sooner.
const letGoOfExpiring = (tx: Tx, ids: readonly string[]) =>
  tx.query(sql`
    update voucher v set registration_id = null, version = v.version + 1 from registration r, voucher_lot l
    where r.id = any(${ids}::uuid[]) and v.registration_id = r.id and v.state = 'assigned' and l.id = v.lot_id
      and l.expires_at < lower(r.during)`);

const bindOwn = (tx: Tx, ids: readonly string[]) =>
  tx.query(sql`
    with mine as (
      select distinct on (v.id) v.id, r.id as registration_id
      from registration r join exam e on e.code = r.exam_code
      join voucher v on v.person_id = r.person_id and v.state = 'assigned' and v.registration_id is null
      join voucher_lot l on l.id = v.lot_id and l.family = e.family and l.expires_at >= lower(r.during)
      where r.id = any(${ids}::uuid[]) and not exists (
        select from voucher b where b.registration_id = r.id and b.state = 'assigned')
      order by v.id, r.id
    ), first_of as (
      select distinct on (m.registration_id) m.id, m.registration_id
      from mine m join voucher v using (id) join voucher_lot l on l.id = v.lot_id
      order by m.registration_id, l.expires_at, m.id
    )
    update voucher v set registration_id = f.registration_id, version = v.version + 1
    from first_of f where v.id = f.id and v.state = 'assigned' and v.registration_id is null`);

const stillUnpaid = (tx: Tx, ids: readonly string[]): Promise<Unpaid[]> =>
  tx.query<Unpaid>(sql`
    select r.id, r.person_id, r.academy_id::text, r.region, e.family, lower(r.during) as starts
    from registration r join exam e on e.code = r.exam_code
    where r.id = any(${ids}::uuid[]) and not exists (
      select from voucher v where v.registration_id = r.id and v.state = 'assigned')
    order by lower(r.during), r.queued`);

async function assign(tx: Tx, paid: readonly (Unpaid & { lot_id: string })[]): Promise<void> {
  if (paid.length === 0) return;
  await tx.query(sql`
    insert into voucher(lot_id, academy_id, region, person_id, registration_id, assigned_at, created_by)
    select lot_id, academy_id, region, person_id, id, ${tx.at}, ${tx.actor.subject}
    from jsonb_to_recordset(${JSON.stringify(paid)}::jsonb)
      as p(id uuid, lot_id uuid, academy_id uuid, region text, person_id uuid)`);
  const moved = Map.groupBy(paid, ({ lot_id, academy_id }) => `${lot_id} ${academy_id}`);
  await moveVouchers(
    tx,
    [...moved.values()].map((some): Movement => {
      const { lot_id: lotId, academy_id } = some[0]!;
      return {
        lotId,
        from: accountOf(academy_id, 'stock'),
        to: accountOf(academy_id, 'assigned'),
        vouchers: some.length,
      };
    }),
  );
}

/** Lets vouchers go of registrations that were given up: their assignees may book with them again. */
export const unbind = (tx: Tx, registrationIds: readonly string[]) =>
  tx.query(sql`
    update voucher set registration_id = null, version = version + 1
    where registration_id = any(${registrationIds}::uuid[]) and state = 'assigned'`);

/** Voids the vouchers of these registrations: used by an exam that began, or forfeited by one that was missed. */
export async function spend(tx: Tx, registrationIds: readonly string[], state: 'used' | 'forfeited'): Promise<void> {
  if (registrationIds.length === 0) return;
  const spent = await tx.query<{ lot_id: string; academy_id: string }>(sql`
    update voucher set state = ${state}, ended_at = ${tx.at}, version = version + 1
    where registration_id = any(${registrationIds}::uuid[]) and state = 'assigned' returning lot_id, academy_id`);
  const moved = Map.groupBy(spent, ({ lot_id, academy_id }) => `${lot_id} ${academy_id}`);
  await moveVouchers(
    tx,
    [...moved.values()].map((some): Movement => {
      const { lot_id: lotId, academy_id } = some[0]!;
      return {
        lotId,
        from: accountOf(academy_id, 'assigned'),
        to: accountOf(academy_id, state),
        vouchers: some.length,
      };
    }),
  );
}
