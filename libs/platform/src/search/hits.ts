import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import type { Tx } from '../postgres/database.js';

/** A list that is searched: its rows, by what keys they are found, and the order of those that answer equally well. */
export type Searched = {
  /** `text` by words, stems and insides, `name` by words and sounds, `place` by all these; each by beginnings, and with a letter wrong. */
  by: 'text' | 'name' | 'place';
  /** The table with its alias, the key of its rows, and the keys as their index has them. */
  from: Sql;
  id: Sql;
  keys: Sql;
  /** Which of the rows may be found. Nothing of others is ever told, not even by what is looked for next. */
  where: Sql;
  /** In which no two are equal; `t.query` is what the tier asks. */
  order: readonly Sql[];
  /** Of a tier with more rows than are asked for, whichever are come by first: thousands are not read to be put in order. Such a list has one page. */
  whichever?: boolean;
};

/** A row that answers: its id, and its place in the list, first the tier of how well it does. */
export type Hit = { id: string; place: [tier: number, ...order: unknown[]] };

/**
 * Each turn is taken where those before it found nothing, and has tiers of its own: all words that are asked; each with one letter
 * wrong, or another word for it; at last most of them. Of a name all words are its own.
 */
const TURNS = { text: 3, place: 3, name: 2 };
const TIERS_OF_A_TURN = 10;

const turnOf = (place: Hit['place'] | undefined): number => (place ? Math.floor(place[0] / TIERS_OF_A_TURN) : 0);

/** Letters to Unicode and to the database, apostrophes to who types them: no name of a person is kept with them. */
const APOSTROPHES = /[\u02b9\u02bb-\u02bf]/gu;

/** M’ is the beginning of a name, as of M’hamed and M’barek, where M. is a man. */
const M_OF_A_NAME = /(?<![\p{L}\p{N}])m['‘’´`](?=\p{L}{3})/giu;

const tiersOf = ({ by }: Searched, asked: string, turn: number): Sql =>
  by === 'name'
    ? sql`search_name_tiers(${asked.replace(APOSTROPHES, '’').replace(M_OF_A_NAME, 'm')}::text, ${turn > 0}::boolean)`
    : sql`search_text_tiers(${asked}::text, ${turn}::int, ${by === 'place'}::boolean)`;

/**
 * The rows that answer what is asked, the best first: whole words of the title before beginnings and stems, these before words
 * elsewhere, and these before insides or sounds. Those after the place `last`, at most `limit`.
 */
export async function hitsOf(
  tx: Pick<Tx, 'query'>,
  list: Searched,
  asked: string,
  last: Hit['place'] | undefined,
  limit: number,
): Promise<Hit[]> {
  if (last) return tierByTier(tx, list, asked, last, limit, turnOf(last));
  for (let turn = 0; turn < TURNS[list.by]; turn++) {
    const found = await tierByTier(tx, list, asked, last, limit, turn);
    if (found.length > 0) return found;
  }
  return [];
}

/** The views of hits, in their order. */
export async function inOrder<V extends { id: string }>(
  hits: readonly Hit[],
  select: (ids: string[]) => Promise<V[]>,
): Promise<V[]> {
  const ids = hits.map(({ id }) => id);
  const views = new Map(ids.length === 0 ? [] : (await select(ids)).map((view) => [view.id, view]));
  return ids.flatMap((id) => views.get(id) ?? []);
}

/** Whether a row answers what is asked as those on the page do, whose first hit is given: what a count of all of them asks. */
export const isHit = (list: Searched, asked: string, [first]: readonly Hit[]): Sql =>
  sql`${list.keys} @@ (select string_agg('(' || t.query::text || ')', '|')::tsquery
    from unnest(${tiersOf(list, asked, turnOf(first?.place))}) t(query))`;

// A tier is read where those before it did not fill the page; the last step only puts its few rows in order.
async function tierByTier(
  tx: Pick<Tx, 'query'>,
  list: Searched,
  asked: string,
  last: Hit['place'] | undefined,
  limit: number,
  turn: number,
) {
  const { from, id, keys, where, order } = list;
  const first = last ? last[0] - turn * TIERS_OF_A_TURN : 0;
  const after = last ? sql`and (t.tier > ${first} or (${join(order)}) > (${join(last.slice(1))}))` : sql``;
  const columns = order.map((_, index) => raw(`place_${index}`));
  const rows = await tx.query<{ id: string; tier: number; [place: string]: unknown }>(sql`
    select * from (
      select hit.*, t.tier::int as tier
      from unnest(${tiersOf(list, asked, turn)}) with ordinality as t(query, tier) cross join lateral (
        select ${id} as id, ${join(order.map((one, index) => sql`${one} as ${columns[index]!}`))}
        from ${from} where ${keys} @@ t.query and ${where} ${after}
        ${list.whichever ? empty : sql`order by ${join(order)}`} limit ${limit}) hit
      where t.tier >= ${first} limit ${limit}) hits
    order by tier, ${join(columns)}`);
  return rows.map((row): Hit => ({
    id: row.id,
    place: [row.tier + turn * TIERS_OF_A_TURN, ...order.map((_, index) => row[`place_${index}`])],
  }));
}
