import type { Tx } from '@takwin/platform/postgres/database';
import sql from 'sql-template-tag';

type Wanted = { academyId: string; region: string; from: Date; to: Date; sittingId?: string };

/**
 * Who may proctor and is free then: those of the academy, then those of its region. Where `sittingId` is given and the rules
 * part teachers from proctors, nobody who taught one of its candidates.
 */
export const freeProctors = (
  tx: Tx,
  { academyId, region, from, to, sittingId }: Wanted,
  limit: number,
): Promise<{ proctorId: string; academyId: string }[]> =>
  tx.query(sql`
    select t.subject as "proctorId", t.academy_id as "academyId" from trainer_copy t
    where t.may_proctor and t.region = ${region} and not exists (
      select from sitting_proctor p
      where p.proctor_id = t.subject::uuid and p.during && tstzrange(${from}, ${to}))
    and ((select teacher_may_proctor from exam_rules) or not exists (
      select from registration r where r.sitting_id = ${sittingId ?? null}::uuid and r.state = 'booked'
        and t.subject::uuid = any(r.taught_by)))
    order by t.academy_id::text <> ${academyId}, t.subject limit ${limit}`);
