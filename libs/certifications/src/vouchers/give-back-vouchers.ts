import type { Tx } from '@takwin/platform/postgres';
import type { Sql } from 'sql-template-tag';
import { askAgain } from '../booking/registration.writer.js';
import { giveBack } from './voucher.writer.js';

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
