import { sitting } from '@takwin/contracts/events/certifications';
import { append } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { sittingLife, type SittingTransition } from './sitting.life.js';
import type { SittingView } from './sitting.js';
import { selectSittings } from './sitting.rows.js';

/** Publishes the whole state of these sittings, which have just taken the transition, and returns them. Seats taken are not said. */
export async function announceSittings(
  tx: Tx,
  transition: SittingTransition,
  ids: readonly string[],
): Promise<SittingView[]> {
  const { event } = sittingLife.transitions[transition];
  if (ids.length === 0 || event === null) return [];
  const rows = await selectSittings(tx, sql`s.id = any(${ids}::uuid[])`);
  await append(
    tx,
    sitting,
    event,
    rows.map(({ id, version, academyId, region, roomId, startsAt, minutes, seats, examCodes, proctorIds, state }) => ({
      id,
      version,
      state: { academyId, region, roomId, startsAt, minutes, seats, examCodes, proctorIds, state },
    })),
  );
  return rows;
}
