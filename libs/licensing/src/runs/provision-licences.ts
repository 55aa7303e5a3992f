import { randomBytes } from 'node:crypto';
import { setTimeout as pauseFor } from 'node:timers/promises';
import { systemActor } from '@takwin/platform/auth';
import type { Database, Tx } from '@takwin/platform/postgres';
import type { Access } from '../graph/access.js';
import type { Job } from '../graph/decide.js';
import { limitsOf, type GraphEnv } from '../graph/environment.js';
import { PER_PATCH } from '../graph/groups.js';
import { GraphRefusedApp } from '../graph/refusals.js';
import type { Budget, Grant, Limits } from '../pacing/budget.js';
import { claimFresh, claimLeft, nextLook, openRuns, settleClaim, type Claim } from './claim-targets.js';
import type { Settled } from './outcome.writer.js';
import { type TenantScope } from '../directory/tenant-scope.js';
import { keysOf, prepareQuotas, withBudget, type BudgetKeys } from '../pacing/claim-budget.js';
import { runsLeft } from './run.rows.js';
import { finishRuns, pauseRun } from './run.writer.js';
import { ClaimContext } from './serve-change.js';
import { LicenceChange } from './change-licences.js';
import type { Traffic } from '../graph/change.js';

const provisioner = systemActor('licence-provisioner');

/** Persons in one claim: five full batches of licences, or four of PATCHes, which take a twentieth of the calls. */
const CLAIM = { direct: 100, group: 400 };
// Claims under way at once, so that one wake is enough to keep Microsoft busy.
const CONCURRENCY = 2;
const FIRST_BACKOFF = 500;
// A lost answer is no sign of overload: the truth is looked up soon.
const LOOK_AGAIN = 2_000;
// One request reads 15 persons.
const UNITS_PER_LOOK = 1 / 15;

export type Pause = (ms: number, signal?: AbortSignal) => Promise<void>;
export type Rhythm = {
  pause?: Pause;
  /** A job ends after so long, so that a worker serves all queues in turn and can be replaced; ms. */
  sliceMs?: number;
  /** Without work or budget a worker looks again after so long at the latest; ms. */
  idleMs?: number;
  concurrency?: number;
  /** From 0 to 1: spreads what would come back together. */
  chance?: () => number;
};
export type Progress = 'done' | 'more';

type TenantConnection = Access & { keys: BudgetKeys; scope: TenantScope };
type Taken = { claim: Claim; grant: Grant };

/**
 * Carries out runs against Microsoft Graph, effectively once: that a person is being asked for is written down and committed before
 * anything is sent; what Microsoft knows is read before every write, so a lost answer or a killed worker leads to a look
 * and not to a second assignment. All workers share one budget, kept in the database, and what Microsoft asked to wait.
 */
export class ProvisionLicencesHandler {
  readonly #connections: TenantConnection[];
  readonly #limits: Limits;
  readonly #rhythm: Required<Rhythm>;
  // Writes that a person of a run took of late: an account that is there takes one, one that is made takes two.
  readonly #writesEach = new Map<string, number>();
  #prepared: Promise<void> | undefined;

  constructor(
    private readonly db: Database,
    accesses: readonly Access[],
    private readonly env: GraphEnv,
    rhythm: Rhythm = {},
  ) {
    this.#limits = limitsOf(env);
    this.#rhythm = { pause: sleep, sliceMs: 8_000, idleMs: 2_000, concurrency: CONCURRENCY, chance: jitter, ...rhythm };
    this.#connections = accesses.map((access) => ({
      ...access,
      keys: keysOf(access.tenant.id, access.graph.clientId),
      scope: { id: access.tenant.id, regions: access.tenant.regions ?? null, others: access.others },
    }));
  }

  /** Works on whatever run has work until none has, or the shift is over; `more` where something is left for a later shift. */
  async run(signal: AbortSignal): Promise<Progress> {
    this.#prepared ??= this.#prepare();
    await this.#prepared;
    const until = this.#now() + this.#rhythm.sliceMs;
    const loops = this.#connections.flatMap((connection) =>
      Array.from({ length: this.#rhythm.concurrency }, () => this.#workOn(connection, until, signal)),
    );
    return (await Promise.all(loops)).includes('more') ? 'more' : 'done';
  }

  async #prepare(): Promise<void> {
    for (const { keys } of this.#connections)
      await this.db.asActor(provisioner, (tx) => prepareQuotas(tx, keys, this.env.GRAPH_PATCH_COST));
  }

  async #workOn(connection: TenantConnection, until: number, signal: AbortSignal): Promise<Progress> {
    while (!signal.aborted && this.#now() < until) {
      const next = await this.db.asActor(provisioner, (tx) => this.#claim(tx, connection));
      if ('claim' in next) await this.#carryOut(connection, next);
      else if (next.waitMs === null) return 'done';
      else {
        const longest = Math.min(this.#rhythm.idleMs, until - this.#now());
        await this.#rhythm.pause(Math.max(1, Math.min(next.waitMs, longest)), signal);
      }
    }
    return 'more';
  }

  /** What is to be done next, with its share of the budget, or how long to wait; null where nothing is left to wait for. */
  #claim(tx: Tx, { keys, scope }: TenantConnection): Promise<Taken | { waitMs: number | null }> {
    return withBudget(tx, keys, this.#limits, async (budget) => {
      const leaseMs = this.env.LEASE_SECONDS * 1_000;
      const looks = budget.offer({ writesEach: 0, unitsEach: 1, most: CLAIM.group, bulk: false });
      if (looks.persons === 0) return { waitMs: looks.waitMs };
      const most = { direct: Math.min(CLAIM.direct, looks.persons), group: looks.persons };
      const left = await claimLeft(tx, scope, most, leaseMs);
      if (left) return { claim: left, grant: budget.take(0, left.targets.length) };
      const fresh = await this.#claimFresh(tx, budget, scope, leaseMs);
      if ('claim' in fresh) return fresh;
      const look = await nextLook(tx, scope);
      const waits = [fresh.waitMs, look && look.getTime() - tx.at.getTime()].filter((wait) => wait !== null);
      return { waitMs: waits.length > 0 ? Math.max(1, Math.min(...waits)) : null };
    });
  }

  async #claimFresh(
    tx: Tx,
    budget: Budget,
    scope: TenantScope,
    leaseMs: number,
  ): Promise<Taken | { waitMs: number | null }> {
    let waitMs: number | null = null;
    for (const run of await openRuns(tx)) {
      const writesEach = this.#writesEach.get(run.id) ?? (run.method === 'group' ? budget.patchCost / PER_PATCH : 1);
      const unitsEach = UNITS_PER_LOOK + writesEach;
      // Whole PATCHes: one of two members costs as much as one of twenty.
      const step = run.method === 'group' ? PER_PATCH : 1;
      const most = CLAIM[run.method] / step;
      const room = budget.offer({ writesEach: writesEach * step, unitsEach: unitsEach * step, most, bulk: run.bulk });
      if (room.persons === 0) waitMs = Math.min(waitMs ?? Infinity, room.waitMs);
      else {
        const claim = await claimFresh(tx, run, scope, room.persons * step, leaseMs);
        const persons = claim?.targets.length ?? 0;
        const patches = run.method === 'group' ? whole(persons / PER_PATCH) : 0;
        if (claim)
          return { claim, grant: budget.take(whole(persons * writesEach), whole(persons * unitsEach), patches) };
      }
    }
    return { waitMs };
  }

  async #carryOut(connection: TenantConnection, { claim, grant }: Taken): Promise<void> {
    const { run, targets } = claim;
    if (targets.length === 0) return;
    const job: Job = {
      action: run.action,
      skuId: run.skuId,
      plans: run.plans.length > 0 ? run.plans : null,
      domain: connection.tenant.domain,
    };
    const context = new ClaimContext(this.db, connection, this.env, claim, grant, this.#limits, () => this.#backoff(1));
    const change = new LicenceChange(connection.graph, claim, job, context, grant.writes);
    let settled: Settled[];
    try {
      settled = await change.run();
    } catch (error) {
      if (!(error instanceof GraphRefusedApp)) throw error;
      change.traffic.refusedApp = error.reason;
      // What had been sent by then is looked up once the app is let in again.
      settled = targets.map(({ personId }) => ({
        personId,
        verdict: change.traffic.writes > 0 ? { state: 'unknown', retryAfterMs: null } : { state: 'reserved' },
      }));
    }
    await this.#note(connection, context, change.traffic);
    const { traffic } = change;
    if (traffic.writes > 0) this.#remember(run.id, traffic.writes / targets.length);
    const attempts = Math.min(...targets.map((target) => target.attempts));
    const again = Math.max(this.env.GRAPH_CONSISTENCY_SECONDS * 1_000, Math.min(this.#backoff(attempts), LOOK_AGAIN));
    await this.db.asActor(provisioner, async (tx) => {
      await settleClaim(tx, claim, settled, again);
      if (traffic.refusedApp) await pauseRun(tx, run.id, traffic.refusedApp);
    });
  }

  /** Accounts for what was granted by what was really sent, and books what Microsoft said of limits. */
  async #note(
    { keys }: TenantConnection,
    { grant }: ClaimContext,
    { answers, writes, patches, unanswered }: Traffic,
  ): Promise<void> {
    const shares = answers.flatMap(({ share = 0 }) => (share > 0 ? [share] : []));
    // Who does not say what a request took, or does not answer, took one.
    const units = answers.reduce((sum, answer) => sum + (answer.units ?? 1), 0);
    const lost = answers.filter(({ status }) => status === 0).length;
    await this.db.asActor(provisioner, (tx) =>
      withBudget(tx, keys, this.#limits, (budget) => {
        budget.settle(grant, { writes, units, patches, unanswered: { writes: unanswered, units: lost } });
        if (shares.length > 0) budget.learn(grant, Math.max(...shares));
      }),
    );
  }

  // One is too few for who needs two, and more than enough is given back: so half a step at a time.
  #remember(runId: string, writesEach: number): void {
    const known = this.#writesEach.get(runId);
    if (this.#writesEach.size > 100) this.#writesEach.clear();
    this.#writesEach.set(runId, known === undefined ? writesEach : (known + writesEach) / 2);
  }

  /** Runs with persons whom nobody holds: what the sweeper wakes again. */
  waiting(limit: number): Promise<string[]> {
    return this.db.asActor(provisioner, async (tx) => {
      await finishRuns(tx);
      return runsLeft(tx, limit);
    });
  }

  // Doubling with jitter, where Microsoft says nothing (Microsoft Graph throttling guidance).
  #backoff(attempts: number): number {
    return Math.min(60_000, FIRST_BACKOFF * 2 ** Math.min(attempts, 7)) * (0.5 + this.#rhythm.chance() / 2);
  }

  #now(): number {
    return this.db.clock.now().getTime();
  }
}

// Shares of a unit add up to slightly more or less than a whole.
const whole = (amount: number): number => Math.ceil(amount - 1e-6);

const jitter = (): number => randomBytes(2).readUInt16BE() / 65_536;

/** Waits, ms, or until the signal: it never fails. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  await pauseFor(ms, undefined, { signal }).catch(() => {});
}
