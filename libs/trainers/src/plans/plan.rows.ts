import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { PlanView } from './plan.js';

/** The plans of these trainers by their id, in one statement; a trainer without a plan has one without items. */
export async function selectPlans(tx: Tx, trainerIds: readonly string[]): Promise<Map<string, PlanView>> {
  const rows = await tx.query<PlanView>(sql`
    select t.id as "trainerId", t.upskilling as state, t.upskilling_completed_on::text as "completedOn",
      coalesce(t.upskilling = 'completed' and bool_and(i.evidence_kind is not null), false) as proven,
      coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'kind', i.kind, 'ref', i.ref, 'dueOn', i.due_on,
        'completedOn', i.completed_on, 'evidence', case when i.evidence_kind is not null then
          jsonb_build_object('kind', i.evidence_kind, 'ref', i.evidence_ref, 'recordedBy', i.recorded_by, 'recordedAt',
            to_char(i.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end)
        order by i.due_on, i.id) filter (where i.id is not null), '[]') as items
    from trainer t left join plan_item i on i.trainer_id = t.id
    where t.id = any(${trainerIds}::uuid[]) group by t.id`);
  return new Map(rows.map((row) => [row.trainerId, row]));
}
