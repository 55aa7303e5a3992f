import type { Tx } from '@takwin/platform/postgres/database';
import sql from 'sql-template-tag';
import type { Alternative } from '../registration/registration.js';
import { iso } from './instants.js';

type Wish = { sittingId: string; needed: number; examCode: string; inPrison: boolean };

/** Up to five sittings with a free seat that the exam fits: the same academy, then its region, soonest first. */
export const alternativesTo = (tx: Tx, { sittingId, needed, examCode, inPrison }: Wish): Promise<Alternative[]> =>
  tx.query<Alternative>(sql`
    select s.id as "sittingId", s.academy_id as "academyId", ${iso('s.starts_at')} as "startsAt", s.seats - s.taken as free
    from sitting full_one
    join sitting s on s.region = full_one.region and s.id <> full_one.id
    join academy_copy a on a.subject = s.academy_id::text
    where full_one.id = ${sittingId} and s.state = 'open' and s.taken < s.seats and s.starts_at > ${tx.at}
      and s.minutes >= ${needed} and (s.exam_codes = '{}' or ${examCode} = any(s.exam_codes))
      and a.in_prison = ${inPrison} and (not a.in_prison or s.academy_id = full_one.academy_id)
    order by s.academy_id <> full_one.academy_id, s.starts_at, s.id limit 5`);
