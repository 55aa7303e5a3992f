import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { askAgain } from '../booking/registration.writer.js';
import { giveBack, letGoOfWaiting } from './voucher.writer.js';

/**
 * Gives those of these vouchers `v` back to their academies that nobody has booked with, and asks anew for as many of those who
 * wait there for one. Returns these: wake the scheduler for them, or leave that to its sweeper.
 */
export async function giveBackVouchers(tx: Tx, which: Sql): Promise<string[]> {
  const asked: string[] = [];
  for (const { academyId, vouchers } of await giveBack(tx, which))
    asked.push(...(await askAgain(tx, academyId, vouchers)));
  return asked;
}

/**
 * Gives those of these vouchers `v` back that are of closed academies and with which nobody has a seat: who waits for one loses
 * theirs too. Nobody is asked for anew, for what such an academy has is to be recalled; what has expired is to be written off.
 */
export async function giveBackOfClosed(tx: Tx, which: Sql): Promise<void> {
  const those = sql`${which} and exists (
      select from academy_copy a where a.subject = v.academy_id::text and a.closed)
    and exists (select from voucher_lot l where l.id = v.lot_id and l.expires_at >= ${tx.at})`;
  await letGoOfWaiting(tx, those);
  await giveBack(tx, those);
}
