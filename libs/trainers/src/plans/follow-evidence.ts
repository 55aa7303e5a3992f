import { registration } from '@takwin/contracts/events/certifications';
import { enrolment } from '@takwin/contracts/events/courses';
import { review } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { proveItems } from './plan.writer.js';
import { settlePlan } from './settle-plan.js';

/** Completes what trainers have passed and learnt, as the logs tell of results and enrolments, and takes back what was corrected. */
export const followPasses = review(registration, prove);
export const followCompletions = review(enrolment, prove);

// The trainers are held before their items are read: whoever plans meanwhile does so before, or sees the evidence.
async function prove(tx: Tx, ids?: readonly string[]): Promise<void> {
  const concerned = ids
    ? sql`id in (
        select person_id from exam_pass_copy where subject = any(${ids})
        union all select person_id from completion_copy where subject = any(${ids})
        union all select trainer_id from plan_item where evidence_ref = any(${ids}))`
    : sql`true`;
  const held = await tx.query<{ id: string }>(
    sql`select id from trainer where ${concerned} order by id for no key update`,
  );
  if (held.length === 0) return;
  const changed = await proveItems(
    tx,
    held.map(({ id }) => id),
  );
  for (const { trainerId, lost } of changed) await settlePlan(tx, trainerId, lost ? 'disprove' : 'learn');
}
