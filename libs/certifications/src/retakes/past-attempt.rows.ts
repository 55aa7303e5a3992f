import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { PastAttemptView } from './past-attempt.js';

const seen = sql`person_id, exam_code, started_at, score, source, recorded_at, recorded_by`;

/** Selects attempts `o` made elsewhere straight into their view, those that were taken back too; `p` is the person. */
export const selectPastAttempts = (tx: Tx, where: Sql, rest: Sql = empty): Promise<PastAttemptView[]> =>
  tx.query<PastAttemptView>(sql`
    select o.person_id as "personId", o.exam_code as "examCode", ${iso('o.started_at')} as "startedAt", o.score, o.source,
      ${iso('o.recorded_at')} as "recordedAt", o.recorded_by as "recordedBy", ${iso('o.revoked_at')} as "revokedAt",
      o.revoked_by as "revokedBy", o.reason as "revokedReason"
    from (
      select ${seen}, null::timestamptz as revoked_at, null as revoked_by, null as reason from past_attempt
      union all select ${seen}, revoked_at, revoked_by, reason from past_attempt_revocation
    ) o join person_copy p on p.subject = o.person_id::text where ${where} ${rest}`);
