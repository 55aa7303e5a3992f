import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { AcademyStepView, DueDateView } from './academy-step.js';

/** Steps `s` with their academies `a`. */
export const STEPS = sql`academy_step s join academy a on a.id = s.academy_id`;

/** Selects steps straight into their view. */
export const selectSteps = (tx: Tx, where: Sql, rest: Sql = empty): Promise<AcademyStepView[]> =>
  tx.query<AcademyStepView>(sql`
    select s.id, s.academy_id as "academyId", s.step, s.from_on::text as "on", s.state, s.document, s.reason,
      s.taken_by as "takenBy", ${iso('s.taken_at')} as "takenAt"
    from ${STEPS} where ${where} ${rest}`);

/** What ends of academies `a` of the programme and of proofs of theirs, each once: `d`, of which a later proof takes the place of an earlier. */
export const DUE = sql`academy a cross join lateral (
  select 'membership' as due, a.membership_until as until where a.membership_until is not null
  union all
  select p.kind, max(p.expires_on) from readiness_proof p where p.academy_id = a.id and p.state = 'confirmed' group by p.kind
) d`;

/** Selects what is due straight into its view; `today` is a day (YYYY-MM-DD). */
export const selectDueDates = (tx: Tx, today: string, where: Sql, rest: Sql): Promise<DueDateView[]> =>
  tx.query<DueDateView>(sql`
    select a.id as "academyId", a.code as "academyCode", a.region, d.due, d.until::text as "on", d.until < ${today}::date as "isOver"
    from ${DUE} where ${where} ${rest}`);
