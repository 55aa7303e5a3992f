import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { type Sql, empty } from 'sql-template-tag';
import { type MergeView, UNDO_DAYS } from './merge.js';

/** Merges `m` with the persons `p` whose records stay, where these are shown to who asks. */
export const MERGES = sql`person_merge m left join person p on p.id = person_now(m.person_id)`;

/** The last day on which the merge `m` may be undone; days are added by the calendar, no zone is asked. */
const UNTIL = (decidedOn: Sql): Sql => sql`(${decidedOn} + ${UNDO_DAYS}::int)::text`;

/** Selects merges straight into their view. */
export const selectMerges = (tx: Tx, where: Sql, rest: Sql = empty): Promise<MergeView[]> =>
  tx.query<MergeView>(sql`
    select m.id, m.merged_id as "mergedId", m.person_id as "personId", m.claim_id as "claimId", m.reason, m.document,
      m.decided_by as "decidedBy", ${iso('m.decided_at')} as "decidedAt",
      case when m.undone_at is null then 'standing' else 'undone' end as state,
      ${UNTIL(sql`m.decided_on`)} as "undoableUntil", m.undone_because as "undoneBecause", m.undone_by as "undoneBy",
      ${iso('m.undone_at')} as "undoneAt", m.version
    from ${MERGES} where ${where} ${rest}`);
