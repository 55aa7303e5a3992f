import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { KnownSitting, Wish } from './read-candidates.js';

export type Booking = { wish: Wish; sitting: KnownSitting };

/** Locks sittings in the order in which all do so. */
export const lockSittings = (tx: Tx, ids: readonly string[]): Promise<unknown[]> =>
  tx.query(sql`select from sitting where id = any(${ids}::uuid[]) order by id for update`);

/**
 * Takes a seat for each of these, as far as its sitting has them and is arranged as it was read; in one order for all who do so.
 * Returns how many of each sitting it got.
 */
export async function claimSeats(tx: Tx, wanted: readonly { sitting: KnownSitting }[]): Promise<Map<string, number>> {
  const seats = [...Map.groupBy(wanted, ({ sitting }) => sitting.id)].map(([id, own]) => ({
    id,
    count: own.length,
    arrangement: own[0]!.sitting.arrangement,
  }));
  const got = await tx.query<{ id: string; got: number }>(sql`
    with wanted as (
      select w.* from jsonb_to_recordset(${JSON.stringify(seats)}::jsonb) as w(id uuid, count int, arrangement int)
    ), locked as (
      select s.id from sitting s join wanted using (id) order by s.id for update of s
    )
    update sitting s set taken = s.taken + least(w.count, s.seats - s.taken), version = s.version + 1
    from wanted w join locked using (id)
    where s.id = w.id and s.arrangement = w.arrangement and s.state = 'open' and s.starts_at > ${tx.at}
      and s.taken < s.seats
    returning s.id, new.taken - old.taken as got`);
  return new Map(got.map((row) => [row.id, row.got]));
}

/** Gives seats back that the same transaction has taken, or that who had them leaves. */
export async function giveBack(tx: Tx, seats: ReadonlyMap<string, number>): Promise<void> {
  const rows = [...seats].filter(([, count]) => count > 0).map(([id, count]) => ({ id, count }));
  if (rows.length === 0) return;
  await tx.query(sql`
    with given as (
      select g.id, g.count from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g(id uuid, count int)
    ), locked as (
      select s.id from sitting s join given using (id) order by s.id for update of s
    )
    update sitting s set taken = s.taken - g.count, version = s.version + 1
    from given g join locked using (id) where s.id = g.id`);
}

/** A registration that is to change: to a sitting, or to none. */
export type Move = {
  wish: Wish & { registration: NonNullable<Wish['registration']> };
  sitting: KnownSitting | null;
};
