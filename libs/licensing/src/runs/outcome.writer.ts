import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import type { Target, Verdict } from '../graph/decide.js';
import { accountName } from '../account-name.js';
import { outcomeLife } from './outcome.life.js';

export type Plan = {
  runId: string;
  skuId: string;
  action: 'assign' | 'revoke';
  /** Whether who has the licence already is asked for all the same: its plans may be others. */
  again: boolean;
};
/** How many outcomes there are, how far they are, and how many need a seat. */
export type Planned = { total: number; done: number; failed: number; seats: number };

/**
 * Writes an outcome for everyone chosen, in one statement for any number: who may not has failed with the reason, who has the
 * licence already is done, and the rest are reserved. `chosen` selects person_id, academy_id, region, matricule and reason.
 */
export async function planOutcomes(tx: Tx, plan: Plan, chosen: Sql): Promise<Planned> {
  const { runId, skuId, action, again } = plan;
  // Who moved may have the licence of an academy that the actor does not see.
  const row = await tx.unbound.one<Planned>(sql`
    with planned as (
      insert into outcome(run_id, person_id, sku_id, academy_id, region, account, reason, position, state, holds_seat)
      select ${runId}, c.*,
        case when c.reason is null then 'reserved' when c.reason = 'ALREADY_ASSIGNED' then 'assigned' else 'failed' end,
        c.reason is null and ${action} = 'assign' and not exists (
          select from licence l where l.person_id = c.person_id and l.sku_id = ${skuId} and l.state = 'assigned')
      from (
        select p.person_id, ${skuId}::uuid as sku_id, p.academy_id, p.region, p.account,
          case when busy.person_id is not null then 'PERSON_IN_ANOTHER_RUN'
            when p.account is not null and count(*) over (partition by p.account) > 1 then 'ACCOUNT_NOT_UNIQUE'
            when ${action} = 'assign' and not ${again} and l.person_id is not null then 'ALREADY_ASSIGNED'
            when ${action} = 'assign' and p.account is null then coalesce(p.reason, 'ACCOUNT_OF_ANOTHER')
            else p.reason end as reason,
          row_number() over (order by p.academy_id, p.person_id)::int as position
        from (select d.*, ${accountName(sql`d.person_id`, sql`d.matricule`)} as account from (${chosen}) d) p
        left join licence l on l.person_id = p.person_id and l.sku_id = ${skuId} and l.state = 'assigned'
        left join outcome busy on busy.person_id = p.person_id and busy.sku_id = ${skuId}
          and busy.state in ('reserved', 'calling', 'unknown')
      ) c
      returning state, holds_seat
    )
    select count(*)::int as total, count(*) filter (where state = 'assigned')::int as done,
      count(*) filter (where state = 'failed')::int as failed, count(*) filter (where holds_seat)::int as seats
    from planned`);
  return row!;
}

type Row = Omit<Target, 'personId' | 'objectId'> & { person_id: string; object_id: string | null };

const targetOf = ({ person_id: personId, object_id: objectId, ...row }: Row): Target => ({
  personId,
  objectId,
  ...row,
});

const claimed = (tx: Tx, runId: string, leaseMs: number): Sql => sql`
  update outcome o
  set state = 'calling', attempts = o.attempts + 1, leased_until = ${new Date(tx.at.getTime() + leaseMs)}
  from next n left join person_copy p on p.subject = n.person_id::text
  where o.run_id = ${runId} and o.person_id = n.person_id
  returning o.person_id, o.account, coalesce(p.name, o.account) as name, o.attempts, o.object_id, o.member, o.alone`;

/** The outcomes whose lease ran out: their answer was lost, their worker died, or it is time to look again. A condition on `o`. */
export const isLate = (tx: Tx): Sql =>
  sql`o.state = any(${outcomeLife.from('look')}::text[]) and o.leased_until <= ${tx.at}`;

/** Leases up to `most` persons of a run whose lease ran out, of those whom `here` (a condition on `o`) names. */
export async function claimLate(tx: Tx, runId: string, here: Sql, most: number, leaseMs: number): Promise<Target[]> {
  const rows = await tx.query<Row>(sql`
    with next as (
      select o.person_id from outcome o where o.run_id = ${runId} and ${isLate(tx)} and ${here}
      order by o.leased_until limit ${most} for update skip locked
    ) ${claimed(tx, runId, leaseMs)}`);
  return rows.map(targetOf);
}

/** The outcomes that nobody was asked for yet, from a tenant's cursor on: who is done is not read again. */
type Part = { runId: string; tenant: string; here: Sql };
const isReserved = ({ runId, here }: Part): Sql =>
  sql`o.run_id = ${runId} and o.state = any(${outcomeLife.from('claim')}::text[]) and ${here}`;

/** The next persons of a part to be asked for, `most` at most, in the order of their positions; its cursor moves past them. */
export async function nextReserved(tx: Tx, part: Part, most: number): Promise<string[]> {
  const { runId, tenant } = part;
  await tx.query(sql`insert into run_cursor(run_id, tenant) values (${runId}, ${tenant}) on conflict do nothing`);
  const rows = await tx.query<{ id: string }>(sql`
    with cursor as (select position from run_cursor where run_id = ${runId} and tenant = ${tenant} for update),
    next as (
      select o.person_id, o.position from outcome o
      where ${isReserved(part)} and o.position > (select position from cursor)
      order by o.position limit ${most} for update skip locked
    ),
    moved as (
      update run_cursor set position = (select max(position) from next)
      where run_id = ${runId} and tenant = ${tenant} and exists (select from next)
    ) select person_id as id from next`);
  return rows.map(({ id }) => id);
}

/** Leases these persons of a run, of whom nobody was asked for yet. */
export async function claimOutcomes(
  tx: Tx,
  runId: string,
  personIds: readonly string[],
  leaseMs: number,
): Promise<Target[]> {
  const rows = await tx.query<Row>(sql`
    with next as (
      select o.person_id from outcome o
      where o.run_id = ${runId} and o.person_id = any(${personIds}::uuid[]) and o.state = any(${outcomeLife.from('claim')}::text[])
    ) ${claimed(tx, runId, leaseMs)}`);
  return rows.map(targetOf);
}

/**
 * Refuses those of a run of whom nobody was asked for yet and against whom something speaks: `decided` selects person_id and
 * reason, null where nothing does. Returns who they are, and how many seats they give back.
 */
export async function refuseOutcomes(
  tx: Tx,
  runId: string,
  decided: Sql,
): Promise<{ persons: string[]; seats: number }> {
  const refused = await tx.query<{ id: string; gives_back: boolean }>(sql`
    with barred as (
      select o.person_id, o.holds_seat, d.reason
      from (${decided}) d join outcome o on o.run_id = ${runId} and o.person_id = d.person_id
      where d.reason is not null and o.state = any(${outcomeLife.from('refuse')}::text[])
    )
    update outcome o set state = 'failed', reason = b.reason, settled_at = ${tx.at}, holds_seat = false
    from barred b where o.run_id = ${runId} and o.person_id = b.person_id
    returning o.person_id as id, b.holds_seat as gives_back`);
  return { persons: refused.map(({ id }) => id), seats: refused.filter((row) => row.gives_back).length };
}

/** Some were put back behind the cursor: it begins again. False where there are none. */
export async function rewindCursor(tx: Tx, part: Part): Promise<boolean> {
  const row = await tx.one(sql`
    update run_cursor set position = -1 where run_id = ${part.runId} and tenant = ${part.tenant} and position > -1
      and exists (select from outcome o where ${isReserved(part)})
    returning position`);
  return row !== undefined;
}

export type Settled = { personId: string; verdict: Verdict; objectId?: string; requestId?: string };
export type Changed = { person_id: string; state: Verdict['state']; gives_back: boolean };

/**
 * Writes down what came of each, at once or to be looked at again after `pauseMs` unless told. Each claim is another attempt (by
 * person): so a worker whose lease ran out changes nothing of those whom another one has taken.
 */
export function settleOutcomes(
  tx: Tx,
  runId: string,
  settled: readonly Settled[],
  attempts: ReadonlyMap<string, number>,
  pauseMs: number,
): Promise<Changed[]> {
  const rows = settled.map(({ personId: id, verdict, objectId = null, requestId = null }) => ({
    id,
    attempts: attempts.get(id),
    state: verdict.state,
    reason: verdict.state === 'failed' ? verdict.reason : null,
    error: verdict.state === 'failed' ? (verdict.error ?? null) : null,
    until: verdict.state === 'unknown' ? new Date(tx.at.getTime() + (verdict.retryAfterMs ?? pauseMs)) : null,
    member: verdict.state === 'unknown' ? (verdict.member ?? null) : null,
    alone: verdict.state === 'unknown' ? (verdict.alone ?? null) : null,
    untried: verdict.state === 'reserved' || (verdict.state === 'unknown' && verdict.untried === true),
    objectId,
    requestId,
  }));
  return tx.query<Changed>(sql`
    with before as (
      select person_id, holds_seat from outcome
      where run_id = ${runId} and person_id = any(${rows.map(({ id }) => id)}::uuid[])
        and state = any(${outcomeLife.from('settle')}::text[]) for update
    )
    update outcome o
    set state = v.state, reason = v.reason, leased_until = v.until, graph_error = v.error, settled_at = ${tx.at},
      holds_seat = o.holds_seat and v.state not in ('failed', 'cancelled'),
      attempts = o.attempts - v.untried::int,
      member = coalesce(v.member, o.member), alone = coalesce(v.alone, o.alone),
      object_id = coalesce(v."objectId", o.object_id), request_id = coalesce(v."requestId", o.request_id)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(id uuid, attempts int, state text, reason text, error text,
      until timestamptz, member boolean, alone boolean, untried boolean, "objectId" uuid, "requestId" text), before
    where o.run_id = ${runId} and o.person_id = v.id and before.person_id = v.id and o.attempts = v.attempts
    returning o.person_id, o.state, before.holds_seat and v.state in ('failed', 'cancelled') as gives_back`);
}

/** Gives up whoever of a run was not asked for yet; returns how many there were, and the seats that they held. */
export async function cancelOutcomes(tx: Tx, runId: string): Promise<{ persons: number; seats: number }> {
  const row = await tx.one<{ persons: number; seats: number }>(sql`
    with before as (
      select run_id, person_id, holds_seat as held from outcome
      where run_id = ${runId} and state = any(${outcomeLife.from('cancel')}::text[]) for update
    ), gone as (
      update outcome set state = 'cancelled', settled_at = ${tx.at}, holds_seat = false from before
      where outcome.run_id = before.run_id and outcome.person_id = before.person_id
      returning held
    )
    select count(*)::int as persons, count(*) filter (where held)::int as seats from gone`);
  return row!;
}

/** Reserves again those of a run for whom Microsoft refused and who may (a condition on `o`); returns how many, and the seats they need. */
export async function retryOutcomes(tx: Tx, runId: string, may: Sql): Promise<{ persons: number; seats: number }> {
  const row = await tx.unbound.one<{ persons: number; seats: number }>(sql`
    with again as (
      update outcome o set state = 'reserved', reason = null, graph_error = null, attempts = 0, leased_until = null, alone = false,
        holds_seat = r.action = 'assign' and not exists (
          select from licence l where l.person_id = o.person_id and l.sku_id = o.sku_id and l.state = 'assigned')
      from run r
      where o.run_id = ${runId} and r.id = o.run_id and o.state = any(${outcomeLife.from('retry')}::text[]) and o.attempts > 0
        and ${may}
      returning o.holds_seat
    )
    select count(*)::int as persons, count(*) filter (where holds_seat)::int as seats from again`);
  return row!;
}
