import { systemActor } from '@takwin/platform/auth/actor';
import type { Database } from '@takwin/platform/postgres/database';
import type { Access } from '../graph/access.js';
import { tenantSeats } from '../graph/directory.js';
import type { GraphEnv } from '../graph/environment.js';
import { PER_PATCH } from '../graph/groups.js';
import { GraphRefusedApp } from '../graph/refusals.js';
import { clashingWith, missingFor } from '../run/plan-clashes.js';
import type { Preflight } from '../run/run.js';
import {
  checkedRun,
  countChecked,
  refusedOf,
  runsToCheck,
  writeCheckProblem,
  writePreflight,
  type Checked,
  type Counted,
} from '../storage/preflight-rows.js';
import type { Pause } from './provision.js';
import type { DirectoryReading } from './read-directory.js';

const system = systemActor('preflight');
const TRIES = 20;

/** Says what a run would do before anything is written, and lets it wait for an approval. */
export class RunCheck {
  constructor(
    private readonly db: Database,
    private readonly accesses: readonly Access[],
    private readonly env: GraphEnv,
    private readonly directory: DirectoryReading,
    private readonly pause: Pause,
  ) {}

  waiting(limit: number): Promise<string[]> {
    return this.db.readAs(system, (tx) => runsToCheck(tx, limit));
  }

  /** Checks a run against its tenants as they are now. What keeps it from being checked is told as the run's reason. */
  async run(runId: string): Promise<void> {
    const checked = await this.db.readAs(system, (tx) => checkedRun(tx, runId));
    if (!checked) return;
    try {
      const seats = await this.#readTenants(checked.run.skuId);
      await this.db.asActor(system, async (tx) => {
        const { run, sku, others } = checked;
        const domains = Object.fromEntries(this.accesses.map(({ tenant }) => [tenant.id, tenant.domain]));
        const counted = await countChecked(tx, runId, domains, clashingWith(sku, run.plans, others));
        const refused = await refusedOf(tx, runId);
        await writePreflight(tx, runId, this.#preflight(checked, counted, refused, seats, tx.at));
      });
    } catch (error) {
      if (!(error instanceof GraphRefusedApp)) throw error;
      await this.db.asActor(system, (tx) => writeCheckProblem(tx, runId, error.reason));
    }
  }

  async #readTenants(skuId: string): Promise<number | null> {
    let free: number | null = null;
    for (const id of new Set(this.accesses.map(({ tenant }) => tenant.id))) {
      // Another worker may be at it: what it reads is not yet what it was asked for.
      for (let tries = 1; !(await this.directory.read(id)); tries++) {
        if (tries === TRIES) throw new Error(`the directory of tenant ${id} could not be read`);
        await this.pause(1_000);
      }
      const seats = await tenantSeats(this.accesses.find(({ tenant }) => tenant.id === id)!.graph);
      const left = seats?.get(skuId);
      if (left !== undefined) free = (free ?? 0) + left;
    }
    return free;
  }

  #preflight(
    { run, sku }: Checked,
    counted: Counted,
    refused: Preflight['refused'],
    freeInTenant: number | null,
    at: Date,
  ): Preflight {
    const { toChange, missingAccounts, restorableAccounts, missingUsageLocation, objects } = counted;
    const assigns = run.action === 'assign';
    const made = assigns ? missingAccounts : 0;
    const quota = this.env.GRAPH_DIRECTORY_QUOTA;
    const byGroup = Math.ceil((toChange / PER_PATCH) * this.env.GRAPH_PATCH_COST);
    const changes = assigns && run.method === 'group' ? byGroup : toChange;
    const located = run.method === 'direct' && assigns ? missingUsageLocation : 0;
    const writes = changes + made + (assigns ? restorableAccounts : 0) + located;
    const lanes = Math.min(this.accesses.length, this.env.GRAPH_TENANT_WRITES / (this.env.GRAPH_WRITES * 2));
    const windows = Math.max(0, Math.ceil(writes / (this.env.GRAPH_WRITES * Math.max(1, lanes))) - 1);
    return {
      persons: counted.persons,
      toChange,
      alreadyDone: counted.alreadyDone,
      refused,
      seats: { needed: counted.seatsNeeded, free: counted.free, freeInTenant },
      skuClash: assigns ? counted.skuClash : 0,
      missingPlans: missingFor(sku, run.plans),
      duplicateAccounts: counted.duplicateAccounts,
      missingAccounts,
      restorableAccounts,
      missingUsageLocation,
      directory: { objects, quota, after: objects + made, isExceeded: objects + made > quota },
      writes,
      seconds: windows * this.env.GRAPH_WINDOW_SECONDS,
      checkedAt: at.toISOString(),
    };
  }
}
