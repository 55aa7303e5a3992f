import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import { lacksOf } from '../ready-academies.js';
import type { SittingView } from './sitting.js';

/** Selects sittings straight into their view. */
export const selectSittings = (tx: Tx, where: Sql, rest: Sql = empty): Promise<SittingView[]> =>
  tx.query<SittingView>(sql`
    select s.id, s.academy_id as "academyId", s.region, s.room_id as "roomId", ${iso('s.starts_at')} as "startsAt",
      s.wall_time as "wallTime", s.zone, s.zone_rules as "zoneRules", s.minutes, s.seats, s.taken,
      s.exam_codes as "examCodes", ${lacksOf(sql`s.academy_id`, sql`left(s.wall_time, 10)::date`)} as "notReadyIn", s.state, s.cancelled_reason as "cancelledReason", s.version,
      array(select proctor_id from sitting_proctor p where p.sitting_id = s.id order by proctor_id) as "proctorIds"
    from sitting s where ${where} ${rest}`);
