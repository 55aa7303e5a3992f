import type { Actor, Role } from '@takwin/platform/auth';
import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import { completionShare } from '../environment.js';
import { IS_UNCONFIRMED } from '../unconfirmed.js';
import { IS_TAUGHT } from '../taught.js';
import type { OfferingView } from './offering.js';

/** Whether a place `e` in an offering `o` counts for what is learnt in it: of who is in it or was to its end, and does not teach it. */
const COUNTS = sql`e.offering_id = o.id and e.person_id is distinct from o.trainer_id
  and (e.state in ('enrolled', 'completed') or e.reason = 'OFFERING_FINISHED')`;

const ALL = new Set<Role>(['system', 'programme-admin', 'auditor', 'integrator']);

/** Whether the actor runs or audits the offering `o`, which everybody is shown. */
function runs({ role, regions, academies }: Actor): Sql {
  if (ALL.has(role)) return sql`true`;
  if (role === 'regional-director') return sql`o.region = any(${regions})`;
  return role === 'academy-manager' ? sql`o.academy_id = any(${academies})` : sql`false`;
}

/** Selects offerings straight into their view. */
export const selectOfferings = (tx: Tx, where: Sql, rest: Sql = empty): Promise<OfferingView[]> =>
  tx.query<OfferingView>(sql`
    select o.id, o.course_id as "courseId", o.academy_id as "academyId", o.region, o.trainer_id as "trainerId",
      o.starts_on::text as "startsOn", o.ends_on::text as "endsOn", o.seats, o.taken, o.state, o.version,
      (select count(*)::int from enrolment e where e.offering_id = o.id and e.state = 'waitlisted') as waiting,
      (select coalesce(sum(e.hours), 0) from enrolment e where ${COUNTS}) as hours,
      (select coalesce(sum(s.hours), 0) from enrolment e join statement s on s.enrolment_id = e.id
        where ${COUNTS} and s.confirmed_by is null) as "unconfirmedHours",
      (select coalesce(sum(s.hours), 0) from enrolment e join statement s on s.enrolment_id = e.id
        where ${COUNTS} and not ${IS_TAUGHT}) as "untaughtHours",
      ${iso('o.taught_from')} as "taughtFrom", ${iso('o.trainer_named_at')} as "trainerNamedAt",
      case when ${runs(tx.actor)} then o.trainer_named_by end as "trainerNamedBy", o.learnt_on::text as "learntOn"
    from offering o where ${where} ${rest}`);

/**
 * The instant in milliseconds at which one person had learnt what each of these offerings' courses takes of its hours, by statements
 * of what was taught, whose hours count and that somebody else than their sender confirmed; null where nobody has whom others than an academy know.
 */
export const selectLearnt = (tx: Tx, ids: readonly string[]): Promise<{ id: string; at: number | null }[]> =>
  tx.query<{ id: string; at: number | null }>(sql`
    select o.id, (
      select (extract(epoch from min(so_far.ended)) * 1000)::float8 from (
        select upper(s.during) as ended, sum(s.hours) over (partition by e.person_id order by upper(s.during)) as hours
        from enrolment e join statement s on s.enrolment_id = e.id
        where ${COUNTS} and ${IS_TAUGHT} and s.confirmed_by is not null and not exists (
          select from person_copy p where p.subject = e.person_id::text and ${IS_UNCONFIRMED})
      ) so_far where so_far.hours + 0.001 >= c.hours * ${completionShare()}::float8
    ) as at
    from offering o join course c on c.id = o.course_id where o.id = any(${ids}::uuid[])`);
