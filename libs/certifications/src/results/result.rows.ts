import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { ResultView } from './result.js';

/** Selects results `n` of registrations `r` straight into their view, with the sitting that they were sent for. */
export const selectResults = (tx: Tx, where: Sql, rest: Sql = empty): Promise<ResultView[]> =>
  tx.query<ResultView>(sql`
    select n.id, n.registration_id as "registrationId", r.person_id as "personId", r.exam_code as "examCode",
      r.academy_id as "academyId", r.region, ${iso('s.starts_at')} as "sittingStartsAt", n.score,
      coalesce(r.pass_mark, e.pass_mark) as "passMark", greatest(e.pass_mark, e.confirmed_pass_mark) as "confirmedPassMark",
      ${iso('n.started_at')} as "startedAt", n.correction, n.corrects, n.state,
      case when n.state = 'held' and n.correction is null and n.sitting_id is distinct from r.sitting_id
        then 'SENT_FOR_ANOTHER_SITTING' else n.held_for end as "heldFor", n.source,
      ${iso('n.sent_at')} as "sentAt", n.sent_by as "sentBy", n.also_sent_by as "alsoSentBy", ${iso('n.decided_at')} as "decidedAt",
      n.decided_by as "decidedBy", n.reason
    from result n join registration r on r.id = n.registration_id join exam e on e.code = r.exam_code
    left join sitting s on s.id = n.sitting_id
    where ${where} ${rest}`);
