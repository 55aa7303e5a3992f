import type { Actor } from '@takwin/platform/auth';
import { type Tx, within } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { EnrolmentView } from './enrolment.js';

/** Whether the enrolment `e` is one that the actor may read: by the academy that the person was of then, or as oneself. */
export const mayReadEnrolment = (actor: Actor): Sql =>
  within(actor, { region: sql`e.region`, academy: sql`e.academy_id`, person: sql`e.person_id` });

/** Selects enrolments straight into their view. */
export const selectEnrolments = (tx: Tx, where: Sql, rest: Sql = empty): Promise<EnrolmentView[]> =>
  tx.query<EnrolmentView>(sql`
    select e.id, e.person_id as "personId", e.offering_id as "offeringId", o.course_id as "courseId",
      o.trainer_id as "trainerId", e.academy_id as "academyId", e.region, e.hours, e.state,
      e.completed_on::text as "completedOn", e.completed_by as "completedBy", e.reason, e.version
    from enrolment e join offering o on o.id = e.offering_id where ${where} ${rest}`);
