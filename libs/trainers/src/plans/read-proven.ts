import sql from 'sql-template-tag';

/**
 * Whether the plan of a trainer `t` counts: completed by the day of leaving, each item by evidence, and one of them at least after it
 * was agreed.
 */
export const IS_PROVEN = sql`(t.upskilling = 'completed'
  and t.upskilling_completed_on <= coalesce(t.left_on, 'infinity')
  and not exists (select from plan_item one where one.trainer_id = t.id and one.evidence_kind is null)
  and exists (select from plan_item one where one.trainer_id = t.id and one.completed_on >= one.counts_from))`;
