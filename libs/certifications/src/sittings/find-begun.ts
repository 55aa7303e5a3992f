import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

/**
 * Those of these sittings, whose rows are locked, that have not begun: their hour is to come, and nobody sits there ahead of it.
 * Who was interrupted, or is to go on there, does not sit.
 */
export async function toCome(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    select s.id from sitting s where s.id = any(${ids}::uuid[]) and s.starts_at > ${tx.at} and not exists (
      select from registration r where r.sitting_id = s.id and r.state = 'sat' and r.interrupted_at is null)
    order by s.id`);
  return rows.map(({ id }) => id);
}
