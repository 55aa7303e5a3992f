import { sitting } from '@takwin/contracts/events/certifications';
import type { TypeOf } from '@takwin/contracts/published';
import { append } from '@takwin/platform/events/log';
import type { Tx } from '@takwin/platform/postgres/database';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { SittingView } from './sitting.js';
import { iso } from '../instants.js';

/** Selects sittings straight into their view. */
export const selectSittings = (tx: Tx, where: Sql, rest: Sql = empty): Promise<SittingView[]> =>
  tx.query<SittingView>(sql`
    select s.id, s.academy_id as "academyId", s.region, s.room_id as "roomId", ${iso('s.starts_at')} as "startsAt",
      s.wall_time as "wallTime", s.zone, s.zone_rules as "zoneRules", s.minutes, s.seats, s.taken,
      s.exam_codes as "examCodes", s.state, s.cancelled_reason as "cancelledReason", s.version,
      array(select proctor_id from sitting_proctor p where p.sitting_id = s.id order by proctor_id) as "proctorIds"
    from sitting s where ${where} ${rest}`);

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
