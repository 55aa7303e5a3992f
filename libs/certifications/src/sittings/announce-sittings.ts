import { sitting } from '@takwin/contracts/events/certifications';
import type { TypeOf } from '@takwin/contracts/published';
import { append } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { SittingView } from './sitting.js';
import { selectSittings } from './sitting.rows.js';

/** Publishes the whole state of these sittings, just changed in this transaction, and returns them. Seats taken are not said. */
export async function announceSittings(
  tx: Tx,
  type: TypeOf<typeof sitting>,
  ids: readonly string[],
): Promise<SittingView[]> {
  if (ids.length === 0) return [];
  const rows = await selectSittings(tx, sql`s.id = any(${ids}::uuid[])`);
  await append(
    tx,
    sitting,
    type,
    rows.map(({ id, version, academyId, region, roomId, startsAt, minutes, seats, examCodes, proctorIds, state }) => ({
      id,
      version,
      state: { academyId, region, roomId, startsAt, minutes, seats, examCodes, proctorIds, state },
    })),
  );
  return rows;
}
