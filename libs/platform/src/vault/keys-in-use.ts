import sql, { type Sql } from 'sql-template-tag';
import type { Tx } from '../postgres/database.js';

/** The numbers of keys, other than those given, for which `rows` finds something by `n`: each is one look at an index. */
export async function keysInUse(tx: Tx, rows: Sql, others: readonly number[]): Promise<number[]> {
  const found = await tx.query<{ n: number }>(sql`
    select n from generate_series(0, 255) n where n <> all(${others}::int[]) and exists (${rows}) order by n`);
  return found.map(({ n }) => n);
}
