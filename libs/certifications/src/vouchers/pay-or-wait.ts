import type { Tx } from '@takwin/platform/postgres';
import { examRules } from '../sittings/read-exam-rules.js';
import { type NotPaid, payFor } from './pay-registrations.js';

/** Pays for registrations that were just booked. Whom nothing pays for waits where vouchers are required; nobody does elsewhere. */
export async function payOrWait(tx: Tx, registrationIds: readonly string[]): Promise<NotPaid> {
  const { unpaid, outlived } = await payFor(tx, registrationIds);
  return unpaid.length > 0 && (await examRules(tx)).vouchersRequired ? { unpaid, outlived } : { unpaid: [], outlived };
}
