import { iso, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { Alternative } from './registration.js';
import { extraMinutesOf } from '../accommodations/find-extra-minutes.js';
import { OFFERED_THEN } from '../exams/read-exam-days.js';
import { isInProgramme } from '../membership.js';
import { teachersOf } from '../sittings/find-teachers.js';

type Wish = { sittingId: string; personId: string; examCode: string; taughtBy: readonly string[] };

/**
 * Up to five sittings of the region with a free seat in which this candidate may sit this exam from `from` on, without being
 * elsewhere then: the same academy first, then nearest in time to the one that was wished for.
 */
export const alternativesTo = (
  tx: Tx,
  { sittingId, personId, examCode, taughtBy }: Wish,
  from: Date = tx.at,
): Promise<Alternative[]> =>
  tx.query<Alternative>(sql`
    select s.id as "sittingId", s.academy_id as "academyId", ${iso('s.starts_at')} as "startsAt", s.seats - s.taken as free
    from sitting wished
    join exam e on e.code = ${examCode}
    join person_copy p on p.subject = ${personId}
    left join academy_copy home on home.subject = p.academy_id::text
    join sitting s on s.region = wished.region and s.id <> wished.id
    join academy_copy a on a.subject = s.academy_id::text
    where wished.id = ${sittingId} and s.state = 'open' and s.taken < s.seats and s.starts_at > ${tx.at} and s.starts_at >= ${from}
      and ${isInProgramme(tx.at)} and ${OFFERED_THEN}
      and s.minutes >= e.minutes + e.administration_minutes + ${extraMinutesOf(sql`p.subject::uuid`)} and (s.exam_codes = '{}' or e.code = any(s.exam_codes))
      and (not needs_accessible(p.subject::uuid, e.code) or accessible_left(s.id) > 0)
      and case when coalesce(home.in_prison, false) then s.academy_id = p.academy_id else not a.in_prison end
      and not exists (select from engagement g where g.person_id = p.subject::uuid and g.during && s.during)
      and ((select teacher_may_proctor from exam_rules) or not exists (
        select from sitting_proctor w where w.sitting_id = s.id and w.proctor_id = any(${taughtBy}::uuid[] || ${teachersOf(sql`p.subject::uuid`)})))
    order by s.academy_id <> wished.academy_id,
      abs(extract(epoch from s.starts_at - wished.starts_at)), s.id limit 5`);
