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

/** Takes the turn of those of these persons that nobody has, without waiting, and returns them: who holds a sitting may ask so. */
export async function lockIdle(tx: Tx, personIds: readonly string[]): Promise<string[]> {
  const idle = await tx.query<{ id: string }>(sql`
    select id from (select distinct id from unnest(${personIds}::text[]) id offset 0) asked
    where pg_try_advisory_xact_lock(hashtextextended('person ' || id, 0))`);
  return idle.map(({ id }) => id);
}
