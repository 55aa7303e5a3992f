import { registration } from '@takwin/contracts/events/certifications';
import { append } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { RegistrationView } from './registration.js';
import { registrationLife, type RegistrationTransition } from './registration.life.js';
import { selectRegistrations } from './registration.rows.js';

/**
 * Publishes the whole state of these registrations, which have just taken the transition, and returns them in no order. Nothing
 * for a transition that nobody outside is told of.
 */
export async function announceRegistrations(
  tx: Tx,
  transition: RegistrationTransition,
  ids: readonly string[],
): Promise<RegistrationView[]> {
  const { event } = registrationLife.transitions[transition];
  if (ids.length === 0 || event === null) return [];
  const rows = await selectRegistrations(tx, sql`r.id = any(${ids}::uuid[])`);
  await append(
    tx,
    registration,
    event,
    rows.map(({ id, version, personId, examCode, academyId, region, sittingId, startsAt, ...one }) => ({
      id,
      version,
      state: {
        ...{ personId, examCode, academyId, region, sittingId, startsAt },
        ...{ state: one.state, score: one.score, reason: one.reason, moveReason: one.moveReason },
      },
    })),
  );
  return rows;
}
