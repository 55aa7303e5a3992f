import sql, { empty, type Sql } from 'sql-template-tag';
import type { Actor } from '../auth/actor.js';
import { invalid } from '../errors/refusal.js';
import { WHOLE, type Part } from '../schema/part.js';
import type { Tx } from './database.js';

/** The same part of the list of each owner. Refuses INVALID_INPUT of an `after` that the lists do not have. */
export type Lists<V> = (actor: Actor, owners: readonly string[], part: Part) => Promise<Map<string, V[]>>;

type Shape<V> = {
  /** The table with its alias; its rows' key, and their owner's. */
  from: Sql;
  id: Sql;
  owner: Sql;
  /** Which rows the lists have. */
  where: Sql;
  /** Their order, in which no two are equal. */
  order: Sql;
  select: (tx: Tx, where: Sql, rest: Sql) => Promise<V[]>;
  ownerOf: (view: V) => string;
};

/**
 * The lists of many owners in one statement, each cut by PostgreSQL before its rows are read. Without `first` one of them, or all of
 * them together, may have one item more than WHOLE says: then they are too long.
 */
export async function selectLists<V>(
  tx: Tx,
  owners: readonly string[],
  { first, after }: Part,
  { from, id, owner, where, order, select, ownerOf }: Shape<V>,
): Promise<Map<string, V[]>> {
  const last = sql`from ${from} where ${id} = ${after} and ${where}`;
  const begin = after ? sql`and (${order}) > (select ${order} ${last})` : empty;
  const rows = await select(
    tx,
    sql`${id} in (
      select item.id from unnest(${owners}::uuid[]) as owner(id) cross join lateral (
        select ${id} from ${from} where ${owner} = owner.id and ${where} ${begin}
        order by ${order} limit ${first ?? WHOLE.each + 1}) item
      ${first ? empty : sql`limit ${WHOLE.all + 1}`})`,
    sql`order by ${order}`,
  );
  if (after && rows.length === 0 && !(await tx.one(sql`select 1 ${last}`)))
    throw invalid([{ path: ['after'], code: 'invalid_cursor', message: 'the id of an item of this list' }]);
  return Map.groupBy(rows, ownerOf);
}
