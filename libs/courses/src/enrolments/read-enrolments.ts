import type { Actor } from '@takwin/platform/auth';
import { iso, type Tx, within } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import { completionShare } from '../environment.js';
import { IS_TAUGHT } from '../taught.js';
import { isThere } from '../told-of-prisons.js';
import type { EnrolmentView } from './enrolment.js';

/** Whether the enrolment `e` is one that the actor may read: by the academy that the person was of then, or as oneself. */
export const mayReadEnrolment = (actor: Actor): Sql =>
  sql`(${within(actor, { region: sql`e.region`, academy: sql`e.academy_id`, person: sql`e.person_id` })}
    and ${isThere(actor, sql`e.academy_id`, sql`e.person_id`)})`;

/** Selects enrolments straight into their view. What a platform of learning completed, or anybody before that was kept, is borne out. */
export const selectEnrolments = (tx: Tx, where: Sql, rest: Sql = empty): Promise<EnrolmentView[]> =>
  tx.query<EnrolmentView>(sql`
    select e.id, e.person_id as "personId", e.offering_id as "offeringId", o.course_id as "courseId",
      o.trainer_id as "trainerId", e.academy_id as "academyId", e.region, e.hours, e.state,
      e.completed_on::text as "completedOn", e.completed_by as "completedBy", e.reason, e.version,
      (e.state = 'completed' and o.state <> 'cancelled' and e.person_id is distinct from o.trainer_id
        and (coalesce(e.completed_by_machine, true) or c.hours * ${completionShare()}::float8 <= 0.001 + (
          select coalesce(sum(s.hours), 0) from statement s
          where s.enrolment_id = e.id and s.confirmed_by is not null and ${IS_TAUGHT}))
      ) as "borneOut",
      (select ${iso('min(so_far.ended)')} from (
          select upper(s.during) as ended, sum(s.hours) over (order by upper(s.during)) as hours
          from statement s where s.enrolment_id = e.id
        ) so_far where so_far.hours + 0.001 >= c.hours * ${completionShare()}::float8) as "reachedAt",
      array(select distinct s.confirmed_by from statement s
        where s.enrolment_id = e.id and s.confirmed_by is not null order by 1) as "confirmedBy"
    from enrolment e join offering o on o.id = e.offering_id join course c on c.id = o.course_id where ${where} ${rest}`);
