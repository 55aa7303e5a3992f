import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import type { Target } from '../graph/decide.js';
import { decidedOf } from '../entitlement/decide-persons.js';
import { assignLicences, failLicences, releaseLicences } from '../licences/licence.writer.js';
import { keepAccounts, takeAccounts } from '../accounts/account.writer.js';
import { giveBackSeats } from '../pools/seat-pool.writer.js';
import { outcomeLife } from './outcome.life.js';
import {
  cancelOutcomes,
  claimLate,
  claimOutcomes,
  isLate,
  nextReserved,
  refuseOutcomes,
  rewindCursor,
  settleOutcomes,
  type Settled,
} from './outcome.writer.js';
import { countUp } from './run.writer.js';
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

const OF_ANOTHER = { state: 'failed', reason: 'ACCOUNT_OF_ANOTHER' } as const;

const RUN = sql`r.id, r.action, r.sku_id as "skuId", r.disabled_plans as plans, r.method, r.state, r.priority > 0 as bulk`;

const inTenant = ({ regions, others }: TenantScope): Sql => {
  if (regions) return sql`o.region = any(${regions}::text[])`;
  return others.length > 0 ? sql`o.region <> all(${others}::text[])` : sql`true`;
};

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
  const here = inTenant(tenant);
  const run = await tx.one<ClaimedRun>(sql`
    select ${RUN} from run r where r.id = (
      select o.run_id from outcome o where ${isLate(tx)} and ${here} order by o.leased_until limit 1)`);
  if (!run) return undefined;
  const targets = await claimLate(tx, run.id, here, most[run.method], leaseMs);
  return targets.length > 0 ? { run, targets } : undefined;
}

/** Runs that may have persons nobody was asked for yet: interactive ones first, then the oldest. */
export const openRuns = (tx: Tx): Promise<ClaimedRun[]> =>
  tx.query<ClaimedRun>(sql`
    select ${RUN} from run r where r.state = 'running' and r.done + r.failed < r.total
    order by r.priority, r.accepted_at limit 20`);

/** When the next person is to be looked at again; null where nobody waits for that. */
export async function nextLook(tx: Tx, tenant: TenantScope): Promise<Date | null> {
  const row = await tx.one<{ at: Date | null }>(sql`
    select min(o.leased_until) as at from outcome o
    where o.state = any(${outcomeLife.from('look')}::text[]) and ${inTenant(tenant)}`);
  return row?.at ?? null;
}

/**
 * Takes up to `most` persons of a running run who were not asked for yet, writes down that they are, and leases them. They
 * come in the order of their positions, from a cursor on: who is done is not read again. The rules are asked once more, as a
 * run may have waited for weeks: whom they refuse now fails, so that a claim may be left with nobody.
 */
export async function claimFresh(
  tx: Tx,
  run: ClaimedRun,
  tenant: TenantScope,
  most: number,
  leaseMs: number,
): Promise<Claim | undefined> {
  const still = await tx.one(sql`select from run where id = ${run.id} and state = 'running' for no key update`);
  if (!still) return undefined;
  const part = { runId: run.id, tenant: tenant.id, here: inTenant(tenant) };
  for (const again of [false, true]) {
    if (again && !(await rewindCursor(tx, part))) return undefined;
    const next = await nextReserved(tx, part, most);
    if (next.length === 0) continue;
    const others = await takeAccounts(tx, run.id, next);
    if (run.action === 'assign') {
      const personIds = await whoMay(tx, run, next, others);
      return { run, targets: await claimOutcomes(tx, run.id, personIds, leaseMs) };
    }
    return leaveOthers(tx, { run, targets: await claimOutcomes(tx, run.id, next, leaseMs) }, others);
  }
  return undefined;
}

/** Of a claim, those whose account is their own: the others have none, and so no licence in it. */
async function leaveOthers(tx: Tx, { run, targets }: Claim, others: readonly string[]): Promise<Claim> {
  const released = others.map((personId) => ({ personId, verdict: { state: 'released' as const } }));
  if (released.length > 0) await settleClaim(tx, { run, targets }, released, 0);
  return { run, targets: targets.filter(({ personId }) => !others.includes(personId)) };
}

async function whoMay(tx: Tx, { id, skuId }: ClaimedRun, next: string[], others: readonly string[]): Promise<string[]> {
  const byRules = await decidedOf(tx, sql`p.subject = any(${next}::text[])`, skuId);
  const decided = sql`select d.person_id,
    coalesce(d.reason, case when d.person_id = any(${others}::uuid[]) then 'ACCOUNT_OF_ANOTHER' end) as reason from (${byRules}) d`;
  const { persons, seats } = await refuseOutcomes(tx, id, decided);
  if (persons.length === 0) return next;
  await countUp(tx, id, 0, persons.length);
  await giveBackSeats(tx, skuId, seats);
  return next.filter((personId) => !persons.includes(personId));
}

/** Writes down what came of a claim, in one transaction with the licences, the seats, the run's counts and the events. */
export async function settleClaim(
  tx: Tx,
  { run, targets }: Claim,
  settled: readonly Settled[],
  pauseMs: number,
): Promise<void> {
  const attempts = new Map(targets.map((target) => [target.personId, target.attempts]));
  const others = await keepAccounts(tx, run.id, settled);
  const own = settled.map((one): Settled => (others.has(one.personId) ? { ...one, verdict: OF_ANOTHER } : one));
  const changed = await settleOutcomes(tx, run.id, own, attempts, pauseMs);
  const idsOf = (state: string): string[] => changed.filter((row) => row.state === state).map((row) => row.person_id);
  const [assigned, released, failed] = [idsOf('assigned'), idsOf('released'), idsOf('failed')];
  let freed = changed.filter((row) => row.gives_back).length;
  if (run.action === 'assign') {
    await assignLicences(tx, run.id, assigned);
    await failLicences(tx, run.id, failed);
  } else freed += await releaseLicences(tx, run.id, released);
  const ended = { done: assigned.length + released.length, failed: failed.length + idsOf('cancelled').length };
  freed += await count(tx, run.id, ended, idsOf('reserved').length);
  await giveBackSeats(tx, run.skuId, freed);
}

/** Has the run count who has ended; who was put back is given up where it was cancelled meanwhile. Returns seats that are free. */
async function count(
  tx: Tx,
  runId: string,
  { done, failed }: { done: number; failed: number },
  back: number,
): Promise<number> {
  if (done + failed + back === 0) return 0;
  const state = await countUp(tx, runId, done, failed);
  if (back === 0 || state !== 'cancelled') return 0;
  const { persons, seats } = await cancelOutcomes(tx, runId);
  await countUp(tx, runId, 0, persons);
  return seats;
}
