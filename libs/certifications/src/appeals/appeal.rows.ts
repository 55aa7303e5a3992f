import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { AppealView } from './appeal.js';

/** Selects appeals `a`, of registrations `r`, straight into their view. */
export const selectAppeals = (tx: Tx, where: Sql, rest: Sql = empty): Promise<AppealView[]> =>
  tx.query<AppealView>(sql`
    select a.id, a.registration_id as "registrationId", r.person_id as "personId", r.exam_code as "examCode",
      r.academy_id as "academyId", r.region, a.revision, a.ground, a.state, ${iso('a.raised_at')} as "raisedAt",
      a.created_by as "raisedBy", a.by_candidate as "byCandidate", ${iso('a.decided_at')} as "decidedAt", a.decided_by as "decidedBy", a.reason, a.version
    from appeal a join registration r on r.id = a.registration_id where ${where} ${rest}`);
