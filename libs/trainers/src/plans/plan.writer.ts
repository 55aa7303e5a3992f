import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import type { NewPlanItem } from './plan.js';

/** Puts these in the place of a plan's open items; those that are completed stay. The transaction holds the trainer. */
export async function replaceOpenItems(
  tx: Tx,
  trainerId: string,
  items: readonly z.output<typeof NewPlanItem>[],
): Promise<void> {
  await tx.query(sql`delete from plan_item where trainer_id = ${trainerId} and completed_on is null`);
  await tx.query(sql`
    insert into plan_item(trainer_id, kind, ref, due_on)
    select ${trainerId}, item.kind, item.ref, item."dueOn"
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as item(kind text, ref text, "dueOn" date)
    on conflict on constraint plan_item_once do update set due_on = excluded.due_on`);
}

/** Completes an open item of a trainer's plan on a day (ISO date): whether there was one. */
export async function completeItem(tx: Tx, trainerId: string, itemId: string, day: string): Promise<boolean> {
  const item = await tx.one(sql`
    update plan_item set completed_on = ${day}
    where id = ${itemId} and trainer_id = ${trainerId} and completed_on is null returning id`);
  return item !== undefined;
}
