import type { Tx } from '@takwin/platform/postgres';
import { examRules } from '../sittings/read-exam-rules.js';
import { payFor } from './pay-registrations.js';

/** Pays for registrations that were just booked; returns whom nothing pays for, where vouchers are required: they wait for one. */
export async function payOrWait(tx: Tx, registrationIds: readonly string[]): Promise<string[]> {
  const unpaid = await payFor(tx, registrationIds);
  return unpaid.length > 0 && (await examRules(tx)).vouchersRequired ? unpaid : [];
}
