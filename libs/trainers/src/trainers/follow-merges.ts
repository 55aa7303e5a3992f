import { movesOf, readMerges, type Tx } from '@takwin/platform/postgres';
import sql, { join, raw } from 'sql-template-tag';
import { mergePlans, proveItems } from '../plans/plan.writer.js';
import { settlePlan } from '../plans/settle-plan.js';
import { mergeQualifications } from '../qualifications/qualification.writer.js';
import { registerMerged } from './trainer.writer.js';

/**
 * Gives qualifications and plans of a record that turned out to be of another person to that one, who is a trainer with them, and back
 * where that was undone. What both have of one kind stays the person's own.
 */
export async function followMerges(tx: Tx, ids?: readonly string[]): Promise<void> {
  const merges = await readMerges(tx, ids);
  await registerMerged(tx, merges);
  const { where, to } = movesOf('x', merges, 'trainer_id');
  const pairs = ['qualification', 'plan_item', 'plan_item_withdrawn'].map(
    (table) => sql`select x.trainer_id as one, ${to} as other from ${raw(table)} x where ${where}`,
  );
  const concerned = await tx.query<{ id: string }>(sql`
    with pairs as (${join(pairs, ' union ')})
    select id from trainer where id in (select one from pairs union select other from pairs) order by id for no key update`);
  if (concerned.length === 0) return;
  const trainerIds = concerned.map(({ id }) => id);
  await mergeQualifications(tx, merges);
  await mergePlans(tx, merges);
  await proveItems(tx, trainerIds);
  for (const id of trainerIds) await settlePlan(tx, id, 'merge');
}
