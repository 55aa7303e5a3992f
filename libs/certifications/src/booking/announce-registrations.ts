import { registration } from '@takwin/contracts/events/certifications';
import type { TypeOf } from '@takwin/contracts/published';
import { append } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { RegistrationView } from './registration.js';
import { selectRegistrations } from './registration.rows.js';

/** Publishes the whole state of these registrations, just changed in this transaction, and returns them in no order. */
export async function announceRegistrations(
  tx: Tx,
  type: TypeOf<typeof registration>,
  ids: readonly string[],
): Promise<RegistrationView[]> {
  if (ids.length === 0) return [];
  const rows = await selectRegistrations(tx, sql`r.id = any(${ids}::uuid[])`);
  await append(
    tx,
    registration,
    type,
    rows.map(({ id, version, personId, examCode, academyId, region, sittingId, startsAt, state, score, reason }) => ({
      id,
      version,
      state: { personId, examCode, academyId, region, sittingId, startsAt, state, score, reason },
    })),
  );
  return rows;
}
