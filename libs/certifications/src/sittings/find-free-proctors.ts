import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { taughtCandidate } from './find-teachers.js';

type Wanted = { academyId: string; region: string; from: Date; to: Date; sittingId?: string };

/**
 * Who may proctor and neither watches nor sits an exam then: those of the academy, then those of its region. Where `sittingId` is given and the rules
 * part teachers from proctors, nobody who taught one of its candidates.
 */
export const freeProctors = (
  tx: Tx,
  { academyId, region, from, to, sittingId }: Wanted,
  limit: number,
): Promise<{ proctorId: string; academyId: string }[]> =>
  tx.query(sql`
    select p.subject as "proctorId", p.academy_id as "academyId" from trainer_copy p
    where p.may_proctor and p.region = ${region} and not exists (
      select from engagement w
      where w.person_id = p.subject::uuid and w.during && tstzrange(${from}, ${to}))
    and ((select teacher_may_proctor from exam_rules) or not exists (
      select from registration r where r.sitting_id = ${sittingId ?? null}::uuid and r.state = 'booked'
        and ${taughtCandidate(sql`p.subject::uuid`)}))
    order by p.academy_id::text <> ${academyId}, p.subject limit ${limit}`);
