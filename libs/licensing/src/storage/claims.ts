import type { Tx } from '@takwin/platform/postgres/database';
import sql from 'sql-template-tag';
import type { Target, Verdict } from '../graph/decide.js';
import { writeAssigned, writeReleased } from './licence-rows.js';

export type Claim = { runId: string; action: 'assign' | 'revoke'; skuId: string; targets: Target[] };

type Row = {
  run_id: string;
  action: Claim['action'];
  sku_id: string;
  person_id: string;
  account: string;
  name: string;
  attempts: number;
};

/**
 * Takes up to `most` persons of a running run, writes down that they are being asked for, and leases them: those whose lease
 * ran out were left by a worker that died, and are read back like all. Of any number of workers none takes another's.
 */
export async function claimTargets(tx: Tx, runId: string, most: number, leaseMs: number): Promise<Claim | undefined> {
  const rows = await tx.query<Row>(sql`
    with next as (
      select o.run_id, o.person_id from outcome o join run r on r.id = o.run_id
      where o.run_id = ${runId} and r.state = 'running' and (
        o.state = 'reserved' or (o.state in ('calling', 'unknown') and o.leased_until < ${tx.at}))
        and (o.leased_until is null or o.leased_until < ${tx.at})
      order by o.leased_until nulls first limit ${most} for update of o skip locked
    )
    update outcome o
    set state = 'calling', attempts = o.attempts + 1, leased_until = ${new Date(tx.at.getTime() + leaseMs)}
    from next, run r, person_copy p
    where o.run_id = next.run_id and o.person_id = next.person_id and r.id = o.run_id and p.subject = o.person_id::text
    returning o.run_id, r.action, o.sku_id, o.person_id, o.account, p.name, o.attempts`);
  const [first] = rows;
  if (!first) return undefined;
  const targets = rows.map(({ person_id: personId, account, name, attempts }) => ({
    personId,
    account,
    name,
    attempts,
  }));
  return { runId, action: first.action, skuId: first.sku_id, targets };
}

/** Writes down what came of a claim, in one transaction with the licences, the seats and the events. */
export async function settleClaim(
  tx: Tx,
  { runId, action, skuId }: Claim,
  verdicts: ReadonlyMap<string, Verdict>,
  pauseMs: number,
): Promise<void> {
  const rows = [...verdicts].map(([id, verdict]) => ({
    id,
    state: verdict.state,
    reason: verdict.state === 'failed' ? verdict.reason : null,
    until: verdict.state === 'unknown' ? new Date(tx.at.getTime() + (verdict.retryAfterMs ?? pauseMs)) : null,
  }));
  const settled = await tx.query<{ person_id: string; state: string; gives_back: boolean }>(sql`
    update outcome o
    set state = v.state, reason = v.reason, leased_until = v.until,
      holds_seat = o.holds_seat and v.state <> 'failed'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(id uuid, state text, reason text, until timestamptz),
      (select person_id, holds_seat from outcome where run_id = ${runId} for update) before
    where o.run_id = ${runId} and o.person_id = v.id and before.person_id = v.id and o.state = 'calling'
    returning o.person_id, o.state, before.holds_seat and v.state = 'failed' as gives_back`);
  const idsOf = (state: string): string[] => settled.filter((row) => row.state === state).map((row) => row.person_id);
  const released = idsOf('released');
  const freed = settled.filter((row) => row.gives_back).length + (await seatsOf(tx, skuId, released));
  if (action === 'assign') await writeAssigned(tx, runId, idsOf('assigned'));
  else await writeReleased(tx, runId, released);
  if (freed > 0) await tx.query(sql`update seat_pool set used = used - ${freed} where sku_id = ${skuId}`);
  await tx.query(sql`
    update run set state = 'done', ended_at = ${tx.at}, version = version + 1
    where id = ${runId} and state = 'running' and not exists (
      select from outcome where run_id = ${runId} and state in ('reserved', 'calling', 'unknown'))`);
}

/** How many of these persons hold a seat that we counted. */
async function seatsOf(tx: Tx, skuId: string, personIds: readonly string[]): Promise<number> {
  if (personIds.length === 0) return 0;
  const row = await tx.one<{ count: number }>(sql`
    select count(*)::int as count from licence
    where sku_id = ${skuId} and person_id = any(${personIds}::uuid[]) and state = 'assigned'`);
  return row!.count;
}
