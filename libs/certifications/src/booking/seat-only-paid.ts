import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { Decision } from './assign.js';
import { examRules } from '../sittings/read-exam-rules.js';
import { payFor } from '../vouchers/pay-registrations.js';

type Booked = Extract<Decision, { state: 'booked' }>;

/**
 * Pays for what was decided to be booked. Where vouchers are required, those that nothing pays for wait for one under
 * NO_VOUCHER: they are returned, and their seats are the caller's to free.
 */
export async function seatOnlyPaid(tx: Tx, decisions: readonly Decision[]): Promise<Booked[]> {
  const booked = decisions.filter((one): one is Booked => one.state === 'booked');
  const unpaid = new Set(
    await payFor(
      tx,
      booked.map(({ id }) => id),
    ),
  );
  if (unpaid.size === 0 || !(await examRules(tx)).vouchersRequired) return [];
  // The version is that of the decision: nobody was told of the seat.
  await tx.query(sql`
    update registration set state = 'waitlisted', reason = 'NO_VOUCHER', sitting_id = null, during = null
    where id = any(${[...unpaid]}::uuid[])`);
  return booked.filter(({ id }) => unpaid.has(id));
}
