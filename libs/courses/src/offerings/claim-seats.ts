import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

export type Claim = { state: 'open' | 'cancelled' | 'finished'; granted: number };

/** Has those who enrol in an offering come one at a time: whoever is next knows who has a place already. */
export const holdOffering = (tx: Tx, offeringId: string) =>
  tx.query(sql`select from offering where id = ${offeringId} for no key update`);

/**
 * Takes up to `wanted` seats of an offering in one statement, so that however many race, none is sold twice:
 * how many were granted, or undefined where there is no such offering. Locks the offering until the transaction ends.
 */
export function claimSeats(tx: Tx, offeringId: string, wanted: number): Promise<Claim | undefined> {
  return tx.one<Claim>(sql`
    update offering o
    set taken = case when o.state = 'open' then least(o.seats, o.taken + ${wanted}::int) else o.taken end
    from (select id, taken from offering where id = ${offeringId} for update) before
    where o.id = before.id
    returning o.state, o.taken - before.taken as granted`);
}

/** Gives freed seats to those who have waited longest, as far as the seats go; returns whose enrolments they are. */
export async function fillFromWaitingList(tx: Tx, offeringId: string): Promise<string[]> {
  const next = await tx.query<{ id: string }>(sql`
    with free as (
      select id, seats - taken as seats from offering where id = ${offeringId} and state = 'open' for update
    ), next as (
      select e.id from enrolment e join free on e.offering_id = free.id
      where e.state = 'waitlisted' order by e.queued limit (select seats from free)
    ), filled as (
      update offering set taken = taken + (select count(*) from next)
      where id = ${offeringId} and exists (select from next)
    )
    update enrolment e set state = 'enrolled', version = version + 1 from next where e.id = next.id returning e.id`);
  return next.map(({ id }) => id);
}
