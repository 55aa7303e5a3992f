import { type Tx, within } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { noSuchTrainer } from './refusals.js';

/** Locks a trainer whom the actor may change and gives it its next version; NOT_FOUND for any other. */
export async function changeTrainer(tx: Tx, id: string): Promise<{ state: 'active' | 'left' }> {
  const mine = within(tx.actor, { region: sql`region`, academy: sql`academy_id`, person: sql`id` });
  const row = await tx.one<{ state: 'active' | 'left' }>(
    sql`update trainer set version = version + 1 where id = ${id} and ${mine} returning state`,
  );
  if (!row) throw noSuchTrainer();
  return row;
}
