import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { EvaluationView } from './evaluation.js';

/** Selects evaluations `n` of tracks `t` straight into their view. */
export const selectEvaluations = (tx: Tx, where: Sql, rest: Sql = empty): Promise<EvaluationView[]> =>
  tx.query<EvaluationView>(sql`
    select n.id, n.person_id as "personId", t.academy_id as "academyId", t.region, n.score, n.state,
      ${iso('n.sent_at')} as "sentAt", n.sent_by as "sentBy", n.also_sent_by as "alsoSentBy",
      ${iso('n.decided_at')} as "decidedAt",
      n.decided_by as "decidedBy", n.reason,
      t.confirmed_hours as "confirmedHours", greatest(t.hours - t.confirmed_hours, 0) as "unconfirmedHours",
      ${iso('n.revoked_at')} as "revokedAt", n.revoked_by as "revokedBy", n.revoked_reason as "revokedReason"
    from literacy_evaluation n join literacy t using (person_id) where ${where} ${rest}`);
