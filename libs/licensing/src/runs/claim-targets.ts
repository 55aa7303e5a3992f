import type { Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { Target, Verdict } from '../graph/decide.js';
import { assignLicences, releaseLicences } from '../licences/licence.writer.js';
import { giveBackSeats } from '../pools/seat-pool.writer.js';
import { TenantScope } from '../directory/tenant-scope.js';

/** The run of a claim. One that was paused or cancelled is only looked after: what was sent is read back, nothing is sent. */
export type ClaimedRun = {
  id: string;
  action: 'assign' | 'revoke';
  skuId: string;
  plans: string[];
  method: 'direct' | 'group';
  state: 'running' | 'paused' | 'cancelled' | 'done';
  bulk: boolean;
};
export type Claim = { run: ClaimedRun; targets: Target[] };

type Row = {
  run_id: string;
  person_id: string;
  account: string;
  name: string;
  attempts: number;
  object_id: string | null;
  member: boolean;
  alone: boolean;
};

const RUN = sql`r.id, r.action, r.sku_id as "skuId", r.disabled_plans as plans, r.method, r.state, r.priority > 0 as bulk`;

const inTenant = ({ regions, others }: TenantScope): Sql => {
  if (regions) return sql`and o.region = any(${regions}::text[])`;
  return others.length > 0 ? sql`and o.region <> all(${others}::text[])` : empty;
};

const claimed = (next: Sql, tx: Tx, leaseMs: number): Sql => sql`
  update outcome o
  set state = 'calling', attempts = o.attempts + 1, leased_until = ${new Date(tx.at.getTime() + leaseMs)}
  from ${next} n left join person_copy p on p.subject = n.person_id::text
  where o.run_id = n.run_id and o.person_id = n.person_id
  returning o.run_id, o.person_id, o.account, coalesce(p.name, o.account) as name, o.attempts, o.object_id, o.member, o.alone`;

const targetOf = ({ person_id: personId, object_id: objectId, run_id: _, ...row }: Row): Target => ({
  personId,
  objectId,
  ...row,
});

/**
 * Takes up to `most` persons (by the run's method) of one run whose lease ran out: their answer was lost, their worker died, or it was time to look
 * again. Of any number of workers none takes another's.
 */
export async function claimLeft(
  tx: Tx,
  tenant: TenantScope,
  most: Record<ClaimedRun['method'], number>,
  leaseMs: number,
): Promise<Claim | undefined> {
  const late = sql`o.state in ('calling', 'unknown') and o.leased_until <= ${tx.at} ${inTenant(tenant)}`;
  const run = await tx.one<ClaimedRun>(sql`
    select ${RUN} from run r where r.id = (select o.run_id from outcome o where ${late} order by o.leased_until limit 1)`);
  if (!run) return undefined;
  const rows = await tx.query<Row>(sql`
    with next as (
      select o.run_id, o.person_id from outcome o where o.run_id = ${run.id} and ${late}
      order by o.leased_until limit ${most[run.method]} for update skip locked
    ) ${claimed(sql`next`, tx, leaseMs)}`);
  return rows.length > 0 ? { run, targets: rows.map(targetOf) } : undefined;
}

/** Runs that may have persons nobody was asked for yet: interactive ones first, then the oldest. */
export const openRuns = (tx: Tx): Promise<ClaimedRun[]> =>
  tx.query<ClaimedRun>(sql`
    select ${RUN} from run r where r.state = 'running' and r.done + r.failed < r.total
    order by r.priority, r.accepted_at limit 20`);

/** When the next person is to be looked at again; null where nobody waits for that. */
export async function nextLook(tx: Tx, tenant: TenantScope): Promise<Date | null> {
  const row = await tx.one<{ at: Date | null }>(sql`
    select min(o.leased_until) as at from outcome o where o.state in ('calling', 'unknown') ${inTenant(tenant)}`);
  return row?.at ?? null;
}

/**
 * Takes up to `most` persons of a running run who were not asked for yet, writes down that they are, and leases them. They
 * come in the order of their positions, from a cursor on: who is done is not read again.
 */
export async function claimFresh(
  tx: Tx,
  run: ClaimedRun,
  tenant: TenantScope,
  most: number,
  leaseMs: number,
): Promise<Claim | undefined> {
  const still = await tx.one(sql`select from run where id = ${run.id} and state = 'running' for share`);
  if (!still) return undefined;
  for (const again of [false, true]) {
    if (again && !(await rewound(tx, run, tenant))) return undefined;
    await tx.query(sql`insert into run_cursor(run_id, tenant) values (${run.id}, ${tenant.id}) on conflict do nothing`);
    const rows = await tx.query<Row>(sql`
      with cursor as (select position from run_cursor where run_id = ${run.id} and tenant = ${tenant.id} for update),
      next as (
        select o.run_id, o.person_id, o.position from outcome o
        where o.run_id = ${run.id} and o.state = 'reserved' and o.position > (select position from cursor) ${inTenant(tenant)}
        order by o.position limit ${most} for update skip locked
      ),
      moved as (
        update run_cursor set position = (select max(position) from next)
        where run_id = ${run.id} and tenant = ${tenant.id} and exists (select from next)
      ) ${claimed(sql`next`, tx, leaseMs)}`);
    if (rows.length > 0) return { run, targets: rows.map(targetOf) };
  }
  return undefined;
}

/** Some were put back behind the cursor: it begins again. False where there are none. */
async function rewound(tx: Tx, run: ClaimedRun, tenant: TenantScope): Promise<boolean> {
  const row = await tx.one(sql`
    update run_cursor set position = -1 where run_id = ${run.id} and tenant = ${tenant.id} and position > -1
      and exists (select from outcome o where o.run_id = ${run.id} and o.state = 'reserved' ${inTenant(tenant)})
    returning position`);
  return row !== undefined;
}

export type Settled = { personId: string; verdict: Verdict; objectId?: string; requestId?: string };

/** Writes down what came of a claim, in one transaction with the licences, the seats, the run's counts and the events. */
export async function settleClaim(
  tx: Tx,
  { run, targets }: Claim,
  settled: readonly Settled[],
  pauseMs: number,
): Promise<void> {
  const attempts = new Map(targets.map((target) => [target.personId, target.attempts]));
  const changed = await write(tx, run.id, settled, attempts, pauseMs);
  const idsOf = (state: string): string[] => changed.filter((row) => row.state === state).map((row) => row.person_id);
  const [assigned, released] = [idsOf('assigned'), idsOf('released')];
  let freed = changed.filter((row) => row.gives_back).length;
  if (run.action === 'assign') await assignLicences(tx, run.id, assigned);
  else freed += await releaseLicences(tx, run.id, released);
  await giveBackSeats(tx, run.skuId, freed);
  const failed = idsOf('failed').length + idsOf('cancelled').length;
  await countUp(tx, run.id, assigned.length + released.length, failed);
}

type Changed = { person_id: string; state: string; gives_back: boolean };

// Each claim is another attempt: so a worker whose lease ran out changes nothing of those whom another one has taken.
function write(
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
      where run_id = ${runId} and person_id = any(${rows.map(({ id }) => id)}::uuid[]) and state = 'calling' for update
    )
    update outcome o
    set state = v.state, reason = v.reason, leased_until = v.until,
      holds_seat = o.holds_seat and v.state not in ('failed', 'cancelled'),
      attempts = o.attempts - v.untried::int,
      member = coalesce(v.member, o.member), alone = coalesce(v.alone, o.alone),
      object_id = coalesce(v."objectId", o.object_id), request_id = coalesce(v."requestId", o.request_id)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(id uuid, attempts int, state text, reason text, until timestamptz,
      member boolean, alone boolean, untried boolean, "objectId" uuid, "requestId" text), before
    where o.run_id = ${runId} and o.person_id = v.id and before.person_id = v.id and o.attempts = v.attempts
    returning o.person_id, o.state, before.holds_seat and v.state in ('failed', 'cancelled') as gives_back`);
}

/** Adds to what a run has counted; one that has all its outcomes is done. */
async function countUp(tx: Tx, runId: string, done: number, failed: number): Promise<void> {
  if (done + failed === 0) return;
  await tx.query(sql`
    update run set done = done + ${done}, failed = failed + ${failed},
      state = case when state = 'running' and done + failed + ${done + failed} >= total then 'done' else state end,
      ended_at = case when state = 'running' and done + failed + ${done + failed} >= total then ${tx.at} else ended_at end,
      version = version + case when state = 'running' and done + failed + ${done + failed} >= total then 1 else 0 end
    where id = ${runId}`);
}
