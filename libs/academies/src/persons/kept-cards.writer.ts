import type { Tx } from '@takwin/platform/postgres';
import sql, { raw, type Sql } from 'sql-template-tag';
import { keyOfHash } from './read-card-keys.js';

/** Where cards lie beside those that persons have: what was corrected, asked for, and what records were before they were merged. */
const PLACES: readonly { table: string; sealed: string; hash: string | null }[] = [
  { table: 'person_correction', sealed: 'cin_sealed', hash: 'cin_hash' },
  { table: 'person_correction', sealed: 'now_cin_sealed', hash: 'now_cin_hash' },
  { table: 'person_merge', sealed: 'cin_sealed', hash: 'cin_hash' },
  { table: 'person_merge', sealed: 'claimed_cin_sealed', hash: 'claimed_cin_hash' },
  { table: 'correction_request', sealed: 'cin_sealed', hash: null },
];

type KeptCard = { id: string; sealed: Buffer; hash: Buffer | null };
type KeyNumbers = { sealed: number; hashed: number };

const underOthers = ({ sealed, hash }: (typeof PLACES)[number], to: KeyNumbers): Sql =>
  hash === null
    ? sql`get_byte(${raw(sealed)}, 0) <> ${to.sealed}`
    : sql`(get_byte(${raw(sealed)}, 0) <> ${to.sealed} or ${keyOfHash(raw(hash))} <> ${to.hashed})`;

/** The numbers of the keys that these cards are sealed with, and found by. They are few: each start may look at all. */
export async function keptUnder(tx: Tx): Promise<{ sealed: number[]; hashed: number[] }> {
  const found = { sealed: new Set<number>(), hashed: new Set<number>() };
  for (const { table, sealed, hash } of PLACES) {
    const hashed = hash === null ? sql`null::int` : keyOfHash(raw(hash));
    const rows = await tx.query<{ sealed: number; hashed: number | null }>(sql`
      select distinct get_byte(${raw(sealed)}, 0) as sealed, ${hashed} as hashed from ${raw(table)} where ${raw(sealed)} is not null`);
    for (const row of rows) {
      found.sealed.add(row.sealed);
      if (row.hashed !== null) found.hashed.add(row.hashed);
    }
  }
  return { sealed: [...found.sealed], hashed: [...found.hashed] };
}

/** How many of these cards are under other keys. */
export async function leftUnderOthers(tx: Tx, to: KeyNumbers): Promise<number> {
  let left = 0;
  for (const place of PLACES) {
    const row = await tx.one<{ count: number }>(sql`
      select count(*)::int as count from ${raw(place.table)} where ${underOthers(place, to)}`);
    left += row!.count;
  }
  return left;
}

/** Gives so many of these cards at most as `anew` keeps them; how many it was, 0 where none is left that nobody holds. */
export async function keepAnew(
  tx: Tx,
  to: KeyNumbers,
  limit: number,
  anew: (card: KeptCard) => KeptCard,
): Promise<number> {
  for (const place of PLACES) {
    const [sealed, hash] = [raw(place.sealed), place.hash === null ? sql`null::bytea` : raw(place.hash)];
    const cards = await tx.query<KeptCard>(sql`
      select id, ${sealed} as sealed, ${hash} as hash from ${raw(place.table)} where ${underOthers(place, to)}
      order by id limit ${limit} for no key update skip locked`);
    if (cards.length === 0) continue;
    const kept = cards.map(anew);
    await tx.query(sql`
      update ${raw(place.table)} k set ${sealed} = c.sealed ${place.hash === null ? sql`` : sql`, ${hash} = c.hash`}
      from unnest(${kept.map(({ id }) => id)}::uuid[], ${kept.map((one) => one.sealed)}::bytea[], ${kept.map((one) => one.hash)}::bytea[])
        c(id, sealed, hash)
      where k.id = c.id`);
    return cards.length;
  }
  return 0;
}
