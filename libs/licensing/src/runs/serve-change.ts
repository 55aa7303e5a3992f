import type { Database } from '@takwin/platform/postgres';
import { systemActor } from '@takwin/platform/auth';
import type { Access } from '../graph/access.js';
import { upnOf, type Target } from '../graph/decide.js';
import type { GraphEnv } from '../graph/environment.js';
import type { GraphAnswer } from '../graph/graph-client.js';
import type { Grant, Limits } from '../pacing/budget.js';
import type { Claim } from './claim-targets.js';
import { restorableAccounts } from '../directory/find-restorable-accounts.js';
import { heldFor, withBudget, type BudgetKeys } from '../pacing/claim-budget.js';
import { forgottenPassword, passwordsFor } from '../accounts/keep-initial-secrets.js';
import type { RunContext } from '../graph/change.js';

const system = systemActor('licence-provisioner');

/** What a change of licences gets from its worker: budget, passwords, and what is known of groups and deleted accounts. */
export class ClaimContext implements RunContext {
  readonly tenant: string;
  readonly root: string;
  readonly patchCost: number;
  readonly leaseMs: number;
  readonly lookMs: number;
  readonly consistencyMs: number;
  readonly #key: Buffer | undefined;

  constructor(
    readonly db: Database,
    private readonly connection: Access & { keys: BudgetKeys },
    env: GraphEnv,
    private readonly claim: Claim,
    public grant: Grant,
    private readonly limits: Limits,
    private readonly backoff: () => number,
  ) {
    this.tenant = connection.tenant.id;
    this.root = connection.root;
    this.patchCost = grant.patchCost;
    this.leaseMs = env.LEASE_SECONDS * 1_000;
    this.lookMs = env.GRAPH_GROUP_LOOK_SECONDS * 1_000;
    this.consistencyMs = env.GRAPH_CONSISTENCY_SECONDS * 1_000;
    this.#key = env.INITIAL_SECRET_KEY ? Buffer.from(env.INITIAL_SECRET_KEY, 'base64') : undefined;
  }

  /** The last instant at which what was granted may be sent, ms. */
  get until(): number {
    return this.grant.until;
  }

  /** Takes what is missing, to be sent as soon as what was granted before; nothing of it where that is late already. */
  more(needed: number, granted: number): Promise<{ writes: number; waitMs: number }> {
    return this.db.asActor(system, (tx) =>
      withBudget(tx, this.connection.keys, this.limits, (budget) => {
        if (tx.at.getTime() > this.grant.until) return { writes: 0, waitMs: 0 };
        const demand = { writesEach: 1, unitsEach: 1, most: needed - granted, bulk: this.claim.run.bulk };
        const { persons, waitMs } = budget.offer(demand);
        if (persons === 0) return { writes: granted, waitMs };
        this.grant = budget.take(persons, persons, 0, this.grant);
        return { writes: granted + persons, waitMs: 0 };
      }),
    );
  }

  /** Has all workers wait as Microsoft asks in these answers, from now on. */
  async holdBack(answers: readonly GraphAnswer[]): Promise<void> {
    const throttled = answers.filter(({ status }) => status === 429);
    if (throttled.length === 0) return;
    await this.db.asActor(system, (tx) =>
      withBudget(tx, this.connection.keys, this.limits, (budget) => {
        for (const tenantWide of [false, true]) {
          const waits = throttled.filter((answer) => (answer.tenantWide ?? false) === tenantWide);
          if (waits.length > 0)
            budget.hold(Math.max(...waits.map((one) => one.retryAfterMs ?? this.backoff())), tenantWide);
        }
      }),
    );
  }

  held(): Promise<number> {
    return this.db.readAs(system, (tx) => heldFor(tx, this.connection.keys));
  }

  async passwords(targets: readonly Target[]): Promise<Map<string, string>> {
    const key = this.#key;
    if (!key) return new Map(targets.map(({ personId }) => [personId, forgottenPassword()]));
    return this.db.asActor(system, (tx) => passwordsFor(tx, key, this.claim.run.id, targets));
  }

  async restorable(targets: readonly Target[]): Promise<Map<string, string>> {
    const { id, domain } = this.connection.tenant;
    const upns = targets.map((target) => upnOf(target, { domain }));
    const found = await this.db.readAs(system, (tx) => restorableAccounts(tx, id, upns));
    return new Map(
      targets.flatMap(({ account }, index) => {
        const objectId = found.get(upns[index]!);
        return objectId ? [[account, objectId]] : [];
      }),
    );
  }
}
