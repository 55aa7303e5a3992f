import type { Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { OfferingView } from './offering.js';

/** Selects offerings straight into their view. */
export const selectOfferings = (tx: Tx, where: Sql, rest: Sql = empty): Promise<OfferingView[]> =>
  tx.query<OfferingView>(sql`
    select o.id, o.course_id as "courseId", o.academy_id as "academyId", o.region, o.trainer_id as "trainerId",
      o.starts_on::text as "startsOn", o.ends_on::text as "endsOn", o.seats, o.taken, o.state, o.version,
      (select count(*)::int from enrolment e where e.offering_id = o.id and e.state = 'waitlisted') as waiting,
      (select coalesce(sum(e.hours), 0) from enrolment e where e.offering_id = o.id and e.person_id is distinct from o.trainer_id
        and (e.state in ('enrolled', 'completed') or e.reason = 'OFFERING_FINISHED')) as hours
    from offering o where ${where} ${rest}`);
