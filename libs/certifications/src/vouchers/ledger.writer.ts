import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { LotIsEntered } from './voucher.js';

/** Vouchers bought together; `expiresAt` is the last instant at which one of them is valid. */
export type NewLot = {
  family: string;
  vouchers: number;
  reference: string;
  purchasedOn: string;
  expiresOn: string;
  expiresAt: Date;
};

/**
 * Enters a lot, once per family and order, by the letters and digits of its reference: else VOUCHER_LOT_IS_ENTERED. Returns its id; its
 * vouchers are moved by who bought them.
 */
export async function enterLot(tx: Tx, { expiresAt, ...lot }: NewLot): Promise<string> {
  await demandNewOrder(tx, lot);
  const entered = await tx.one<{ id: string }>(sql`
    insert into voucher_lot(family, vouchers, reference, purchased_on, expires_on, expires_at, created_by)
    values (${lot.family}, ${lot.vouchers}, ${lot.reference}, ${lot.purchasedOn}, ${lot.expiresOn}, ${expiresAt},
      ${tx.actor.subject}) returning id`);
  return entered!.id;
}

/**
 * An order as it is compared: its letters and digits by what they look like, an O as a nought and an I or l as a one. The database
 * folds both sides, so that they are the same.
 */
const orderOf = (reference: Sql): Sql =>
  sql`translate(regexp_replace(look_alike(${reference}), '[^[:alnum:]]+', '', 'g'), 'oil', '011')`;

// Lots from before may share their order, so that no index could be unique: of two at once the later waits here.
async function demandNewOrder(tx: Tx, { family, reference }: Pick<NewLot, 'family' | 'reference'>): Promise<void> {
  const order = orderOf(sql`${reference}::text`);
  await tx.query(
    sql`select pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'voucher lot', ${family}::text, ${order}), 0))`,
  );
  const entered = await tx.one<{ id: string }>(sql`
    select id from voucher_lot where family = ${family} and ${orderOf(sql`reference`)} = ${order}
    order by purchased_on, id limit 1`);
  if (entered) throw new LotIsEntered(entered.id);
}

export type Movement = { lotId: string; from: string; to: string; vouchers: number };

/** Moves vouchers between accounts of their lots; refused by `voucher_balance_covered` where an account has not so many. */
export async function moveVouchers(tx: Tx, movements: readonly Movement[]): Promise<void> {
  if (movements.length === 0) return;
  await tx.query(sql`
    insert into voucher_movement(lot_id, from_account, to_account, vouchers, at, made_by)
    select "lotId", "from", "to", vouchers, ${tx.at}, ${tx.actor.subject}
    from jsonb_to_recordset(${JSON.stringify(movements)}::jsonb)
      as m("lotId" uuid, "from" text, "to" text, vouchers int) order by "lotId", "from", "to"`);
}
