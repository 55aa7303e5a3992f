import { iso, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { PlanView } from './plan.js';

/** The plans of these trainers by their id, in one statement; a trainer without a plan has one without items. */
export async function selectPlans(tx: Tx, trainerIds: readonly string[]): Promise<Map<string, PlanView>> {
  const rows = await tx.query<PlanView>(sql`
    select t.id as "trainerId", t.upskilling as state, t.upskilling_completed_on::text as "completedOn", t.version,
      coalesce(t.upskilling = 'completed' and bool_and(i.evidence_kind is not null)
        and bool_or(i.completed_on >= i.counts_from)
        and t.upskilling_completed_on <= coalesce(t.left_on, 'infinity'), false) as proven,
      coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'kind', i.kind, 'ref', i.ref, 'dueOn', i.due_on,
        'completedOn', i.completed_on, 'evidence', case when i.evidence_kind is not null then
          jsonb_build_object('kind', i.evidence_kind, 'ref', i.evidence_ref, 'recordedBy', i.recorded_by, 'recordedAt',
            ${iso('i.recorded_at')}) end, 'agreedAt', ${iso('i.agreed_at')}, 'agreedBy', i.agreed_by, 'countsFrom', i.counts_from)
        order by i.due_on, i.id) filter (where i.id is not null), '[]') as items,
      (select coalesce(jsonb_agg(jsonb_build_object('id', w.id, 'kind', w.kind, 'ref', w.ref, 'dueOn', w.due_on,
        'agreedAt', ${iso('w.agreed_at')}, 'agreedBy', w.agreed_by, 'withdrawnAt', ${iso('w.withdrawn_at')},
        'withdrawnBy', w.withdrawn_by, 'reason', w.reason) order by w.withdrawn_at, w.id), '[]')
        from plan_item_withdrawn w where w.trainer_id = t.id) as withdrawn
    from trainer t left join plan_item i on i.trainer_id = t.id
    where t.id = any(${trainerIds}::uuid[]) group by t.id`);
  return new Map(rows.map((row) => [row.trainerId, row]));
}
