import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import { isAnothers } from './correction.rows.js';
import type { CorrectionRequestView } from './correction-request.js';

/** Requests `r` of persons `p`, also of the records that became theirs. */
export const CORRECTION_REQUESTS = sql`correction_request r
  left join person_alias a on a.id = r.person_id join person p on p.id = coalesce(a.person_id, r.person_id)`;

/** Selects requests straight into their view. Who decided is not told to the person. */
export const selectCorrectionRequests = (tx: Tx, where: Sql, rest: Sql = empty): Promise<CorrectionRequestView[]> =>
  tx.query<CorrectionRequestView>(sql`
    select r.id, p.id as "personId", r.name, r.birth_date::text as "birthDate", r.matricule, r.cin_sealed is not null as "asksCin",
      r.reason, r.document, ${iso('r.asked_at')} as "askedAt", r.state, r.answer,
      case when ${isAnothers(tx.actor)} then r.decided_by end as "decidedBy", ${iso('r.decided_at')} as "decidedAt", r.version
    from ${CORRECTION_REQUESTS} where ${where} ${rest}`);
