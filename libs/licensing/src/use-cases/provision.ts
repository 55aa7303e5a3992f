import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { systemActor } from '@takwin/platform/auth/actor';
import type { Queues } from '@takwin/platform/jobs/queues';
import type { Database } from '@takwin/platform/postgres/database';
import sql from 'sql-template-tag';
import type { GraphEnv } from '../graph/environment.js';
import type { GraphClient } from '../graph/graph-client.js';
import { GraphThrottled, GraphUnanswered } from '../graph/refusals.js';
import {
  accountOf,
  licenceRequest,
  preparation,
  readRequest,
  settledBy,
  verdictOf,
  type Account,
  type Job,
  type Target,
  type Verdict,
} from '../graph/decide.js';
import { claimTargets, settleClaim, type Claim } from '../storage/claims.js';
import { holdUntil, takeWrites, waitFor } from '../storage/graph-budget.js';

export const PROVISIONING_QUEUE = 'provisioning';

const MOST_WORKERS = 8;
const PERSONS_PER_WORKER = 1000;

/** Wakes as many workers as a run of this size keeps busy. */
export async function wakeProvisioners(queues: Queues, runId: string, persons: number): Promise<void> {
  const workers = Math.min(MOST_WORKERS, Math.ceil(persons / PERSONS_PER_WORKER));
  await queues.wake(PROVISIONING_QUEUE, { ids: Array.from({ length: workers }, () => runId) }, { chunk: 1 });
}

const system = systemActor('licence-provisioner');
const BATCH = 20;
// Batches under way at once, so that one wake is enough to keep Microsoft busy.
const LANES = 4;
// A job ends after so long, so that a worker serves all runs in turn and can be replaced.
const SHIFT = 8_000;
const LONGEST_NAP = 2_000;
const FIRST_BACKOFF = 500;
// A lost answer is no sign of overload: the truth is looked up soon.
const LOOK_AGAIN = 2_000;

export type Shift = 'done' | 'more';

/**
 * Carries out runs against Microsoft Graph, effectively once: that a person is being asked for is written down and committed before
 * anything is sent; what Microsoft knows is read before every write, so a lost answer or a killed worker leads to a look
 * and not to a second assignment. All workers share one budget of writes and one Retry-After.
 */
export class Provisioning {
  constructor(
    private readonly db: Database,
    private readonly graph: GraphClient,
    private readonly env: GraphEnv,
  ) {}

  /** Works on a run until it is done, paused, or the shift is over; `more` where something is left for a later shift. */
  async run(runId: string, signal: AbortSignal): Promise<Shift> {
    const until = performance.now() + SHIFT;
    const lanes = await Promise.all(Array.from({ length: LANES }, () => this.lane(runId, until, signal)));
    return lanes.includes('more') ? 'more' : 'done';
  }

  private async lane(runId: string, until: number, signal: AbortSignal): Promise<Shift> {
    while (!signal.aborted && performance.now() < until) {
      const wait = await this.db.readAs(system, (tx) => waitFor(tx, this.env.GRAPH_CLIENT_ID));
      if (wait > 0) {
        await nap(Math.min(wait, until - performance.now()), signal);
        continue;
      }
      const lease = this.env.LEASE_SECONDS * 1000;
      const claim = await this.db.asActor(system, (tx) => claimTargets(tx, runId, BATCH, lease));
      if (!claim) return this.next(runId);
      await this.carryOut(claim, signal);
    }
    return 'more';
  }

  /** Runs with persons whom nobody holds: what the sweeper wakes again. */
  waiting(limit: number): Promise<string[]> {
    return this.db.readAs(system, async (tx) => {
      const rows = await tx.query<{ id: string }>(sql`
        select r.id from run r where r.state = 'running' and exists (
          select from outcome o where o.run_id = r.id and o.state in ('reserved', 'calling', 'unknown')
            and (o.leased_until is null or o.leased_until < ${tx.at}))
        order by r.accepted_at limit ${limit}`);
      return rows.map(({ id }) => id);
    });
  }

  /** Nothing could be claimed: the run is over, or others hold what is left, or it waits for a lease to end. */
  private async next(runId: string): Promise<Shift> {
    const left = await this.db.readAs(system, (tx) =>
      tx.one<{ soonest: Date }>(sql`
        select min(o.leased_until) as soonest from outcome o join run r on r.id = o.run_id
        where o.run_id = ${runId} and r.state = 'running' and o.state = 'unknown'`),
    );
    if (!left?.soonest) return 'done';
    await pause(Math.min(LONGEST_NAP, Math.max(50, left.soonest.getTime() - this.db.clock.now().getTime())));
    return 'more';
  }

  private async carryOut(claim: Claim, signal: AbortSignal): Promise<void> {
    const job: Job = { action: claim.action, skuId: claim.skuId, domain: this.env.GRAPH_DOMAIN };
    const verdicts = new Map<string, Verdict>();
    const own = backoffOf(claim.targets[0]!.attempts);
    try {
      await this.ask(claim.targets, job, verdicts, signal);
    } catch (error) {
      if (!(error instanceof GraphThrottled) && !(error instanceof GraphUnanswered)) throw error;
      const retryAfterMs = error instanceof GraphThrottled ? error.retryAfterMs : null;
      const backoff = retryAfterMs ?? (error instanceof GraphThrottled ? own : Math.min(own, LOOK_AGAIN));
      for (const { personId } of claim.targets)
        if (!verdicts.has(personId)) verdicts.set(personId, { state: 'unknown', retryAfterMs: backoff });
      if (error instanceof GraphThrottled) await this.hold(backoff);
    }
    await this.db.asActor(system, (tx) => settleClaim(tx, claim, verdicts, Math.min(own, LOOK_AGAIN)));
  }

  private async ask(
    targets: readonly Target[],
    job: Job,
    verdicts: Map<string, Verdict>,
    signal: AbortSignal,
  ): Promise<void> {
    const accounts = new Map<string, Account>();
    const looks = await this.graph.batch(targets.map((target) => readRequest(target, job)));
    targets.forEach(({ personId }, index) => {
      const account = accountOf(looks[index]!, job);
      if ('state' in account) verdicts.set(personId, account);
      else {
        const settled = settledBy(account, job);
        if (settled) verdicts.set(personId, settled);
        else accounts.set(personId, account);
      }
    });
    const open = targets.filter(({ personId }) => accounts.has(personId));
    const prepared = open.flatMap((target) => {
      const request = preparation(target, job, accounts.get(target.personId)!, newPassword);
      return request ? [{ target, request }] : [];
    });
    await this.reserveWrites(prepared.length + open.length, signal);
    const made = await this.graph.batch(prepared.map(({ request }) => request));
    prepared.forEach(({ target }, index) => {
      const verdict = verdictOf(made[index]!, target, undefined);
      if (verdict) verdicts.set(target.personId, verdict);
    });
    await this.holdAsAsked([...looks, ...made]);
    await this.demandLeave();
    const ready = open.filter(({ personId }) => !verdicts.has(personId));
    const changed = await this.graph.batch(ready.map((target) => licenceRequest(target, job)));
    const done: Verdict = { state: job.action === 'assign' ? 'assigned' : 'released' };
    ready.forEach((target, index) => verdicts.set(target.personId, verdictOf(changed[index]!, target, done)));
    await this.holdAsAsked(changed);
  }

  /** Another worker may have been asked to wait since this one last looked. */
  private async demandLeave(): Promise<void> {
    const wait = await this.db.readAs(system, (tx) => waitFor(tx, this.env.GRAPH_CLIENT_ID));
    if (wait > 0) throw new GraphThrottled(wait);
  }

  /** Waits for its share of the window; a worker that is told to stop leaves the rest to another one. */
  private async reserveWrites(writes: number, signal: AbortSignal): Promise<void> {
    const pace = { writes: this.env.GRAPH_WRITES, windowMs: this.env.GRAPH_WINDOW_SECONDS * 1000 };
    const until = performance.now() + (this.env.LEASE_SECONDS * 1000) / 2;
    for (;;) {
      const wait = await this.db.asActor(system, (tx) => takeWrites(tx, this.env.GRAPH_CLIENT_ID, writes, pace));
      if (wait === 0) return;
      // Longer than the lease allows: the persons go back, and come again when the window does.
      if (signal.aborted || performance.now() + wait > until) throw new GraphThrottled(wait);
      await nap(wait, signal);
    }
  }

  /** A 429 inside a batch bears on everyone, not only on the request that it answered. */
  private async holdAsAsked(answers: readonly { status: number; retryAfterMs: number | null }[]): Promise<void> {
    const asked = answers
      .filter(({ status }) => status === 429)
      .map(({ retryAfterMs }) => retryAfterMs ?? FIRST_BACKOFF);
    if (asked.length > 0) await this.hold(Math.max(...asked));
  }

  private hold(ms: number): Promise<void> {
    return this.db.asActor(system, (tx) => holdUntil(tx, this.env.GRAPH_CLIENT_ID, new Date(tx.at.getTime() + ms)));
  }
}

// Doubling with jitter, where Microsoft says nothing (Microsoft Graph throttling guidance).
const backoffOf = (attempts: number): number =>
  Math.min(60_000, FIRST_BACKOFF * 2 ** Math.min(attempts, 7)) * (0.5 + jitter() / 2);
const jitter = (): number => randomBytes(2).readUInt16BE() / 65_536;

/** A random initial password that nobody keeps: the account's owner sets another one by Microsoft's own means. */
const newPassword = (): string => `${randomBytes(18).toString('base64url')}aA1!`;

async function nap(ms: number, signal: AbortSignal): Promise<void> {
  await pause(Math.max(1, ms), undefined, { signal }).catch(() => {});
}
