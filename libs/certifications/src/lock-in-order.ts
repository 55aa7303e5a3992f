import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

/**
 * Makes transactions that are after the same persons, rooms or proctors wait for each other, in one order: they would meet in
 * an exclusion constraint otherwise, which two that arrive together leave by a deadlock of a second.
 */
export async function lockInOrder(tx: Tx, kind: 'person' | 'room', ids: readonly string[]): Promise<void> {
  await tx.query(sql`
    select pg_advisory_xact_lock(lock) from (
      select distinct hashtextextended(${kind} || ' ' || id, 0) as lock from unnest(${ids}::text[]) id order by 1
      offset 0) locks`);
}
