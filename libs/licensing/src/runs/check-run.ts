import { systemActor } from '@takwin/platform/auth';
import type { Database } from '@takwin/platform/postgres';
import type { Access } from '../graph/access.js';
import { tenantSeats } from '../graph/directory.js';
import type { GraphEnv } from '../graph/environment.js';
import { PER_PATCH } from '../graph/groups.js';
import { GraphRefusedApp } from '../graph/refusals.js';
import { clashingWith, missingFor } from './clashes.js';
import type { Preflight, TenantPreflight } from './preflight.js';
import {
  checkedRun,
  countChecked,
  freeInPool,
  objectsOf,
  refusedOf,
  runsToCheck,
  type Checked,
  type Counted,
} from './preflight.rows.js';
import { writeCheckProblem, writePreflight } from './run.writer.js';
import type { Pause } from './provision-licences.js';
import type { ReadDirectoryHandler } from '../directory/read-directory.js';

const system = systemActor('preflight');
const TRIES = 20;

/** What was found in a tenant: seats left of the run's product (null where it does not tell), and what its directory holds. */
type Found = { access: Access; apps: number; free: number | null; objects: number };

/** Says what a run would do before anything is written, and lets it wait for an approval. */
export class CheckRunHandler {
  // One of each tenant's ways: they differ in the app alone.
  readonly #tenants: readonly { access: Access; apps: number }[];

  constructor(
    private readonly db: Database,
    accesses: readonly Access[],
    private readonly env: GraphEnv,
    private readonly directory: ReadDirectoryHandler,
    private readonly pause: Pause,
  ) {
    const byTenant = new Map(accesses.map((access) => [access.tenant.id, access]));
    this.#tenants = [...byTenant.values()].map((access) => ({ access, apps: access.tenant.apps.length }));
  }

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
        const scopes = this.#tenants.map(({ access: { tenant, others } }) => ({
          id: tenant.id,
          domain: tenant.domain,
          regions: tenant.regions ?? null,
          others,
        }));
        const counted = await countChecked(tx, run, scopes, clashingWith(sku, run.plans, others));
        const objects = await objectsOf(tx);
        const found = this.#tenants.map(({ access, apps }): Found => {
          const { id } = access.tenant;
          return { access, apps, free: seats.get(id) ?? null, objects: objects.get(id) ?? 0 };
        });
        const about = { refused: await refusedOf(tx, runId), free: await freeInPool(tx, run.skuId), at: tx.at };
        await writePreflight(tx, runId, this.#preflight(checked, counted, found, about));
      });
    } catch (error) {
      if (!(error instanceof GraphRefusedApp)) throw error;
      await this.db.asActor(system, (tx) => writeCheckProblem(tx, runId, error.reason));
    }
  }

  /** Seats that are left of a product, by tenant; a tenant that does not tell is missing, one without the product has none. */
  async #readTenants(skuId: string): Promise<Map<string, number>> {
    const free = new Map<string, number>();
    for (const { access } of this.#tenants) {
      const { id } = access.tenant;
      // Another worker may be at it: what it reads is not yet what it was asked for.
      for (let tries = 1; !(await this.directory.read(id)); tries++) {
        if (tries === TRIES) throw new Error(`the directory of tenant ${id} could not be read`);
        await this.pause(1_000);
      }
      const seats = await tenantSeats(access.graph);
      if (seats) free.set(id, seats.get(skuId) ?? 0);
    }
    return free;
  }

  #preflight(
    { run, sku }: Checked,
    counted: readonly Counted[],
    found: readonly Found[],
    { refused, free, at }: Pick<Preflight, 'refused'> & { free: number; at: Date },
  ): Preflight {
    const tenants = found.map((one) => this.#inTenant(run, one, counted));
    const all = sumOf(counted);
    const over = sumOf(tenants);
    const directories = tenants.map(({ directory }) => directory);
    return {
      persons: all('persons'),
      toChange: all('toChange'),
      alreadyDone: all('alreadyDone'),
      refused,
      seats: {
        needed: all('seatsNeeded'),
        free,
        freeInTenant: known(tenants.map(({ seats }) => seats.free)),
        short: known(tenants.map(({ seats }) => seats.short)),
      },
      skuClash: run.action === 'assign' ? all('skuClash') : 0,
      missingPlans: missingFor(sku, run.plans),
      duplicateAccounts: all('duplicateAccounts'),
      missingAccounts: over('missingAccounts'),
      restorableAccounts: over('restorableAccounts'),
      missingUsageLocation: over('missingUsageLocation'),
      directory: {
        objects: sumOf(directories)('objects'),
        quota: sumOf(directories)('quota'),
        after: sumOf(directories)('after'),
        isExceeded: directories.some(({ isExceeded }) => isExceeded),
      },
      tenants,
      withoutTenant: counted.find(({ tenant }) => tenant === null)?.toChange ?? 0,
      writes: over('writes'),
      seconds: Math.max(0, ...tenants.map(({ seconds }) => seconds)),
      checkedAt: at.toISOString(),
    };
  }

  #inTenant(run: Checked['run'], { access, apps, free, objects }: Found, all: readonly Counted[]): TenantPreflight {
    const { id: tenantId, domain } = access.tenant;
    const of = sumOf(all.filter(({ tenant }) => tenant === tenantId));
    const [toChange, missingAccounts, restorableAccounts] = [
      of('toChange'),
      of('missingAccounts'),
      of('restorableAccounts'),
    ];
    const assigns = run.action === 'assign';
    const made = assigns ? missingAccounts : 0;
    const quota = this.env.GRAPH_DIRECTORY_QUOTA;
    const byGroup = Math.ceil((toChange / PER_PATCH) * this.env.GRAPH_PATCH_COST);
    const changes = assigns && run.method === 'group' ? byGroup : toChange;
    const located = run.method === 'direct' && assigns ? of('missingUsageLocation') : 0;
    const writes = changes + made + (assigns ? restorableAccounts : 0) + located;
    const needed = of('seatsNeededThere');
    return {
      tenantId,
      domain,
      persons: of('persons'),
      toChange,
      seats: { needed, free, short: free === null ? null : Math.max(0, needed - free) },
      missingAccounts,
      restorableAccounts,
      missingUsageLocation: of('missingUsageLocation'),
      directory: { objects, quota, after: objects + made, isExceeded: objects + made > quota },
      writes,
      seconds: this.#secondsFor(writes, apps),
    };
  }

  // Apps of one tenant work side by side, up to what the tenant takes of all.
  #secondsFor(writes: number, apps: number): number {
    const lanes = Math.min(apps, this.env.GRAPH_TENANT_WRITES / (this.env.GRAPH_WRITES * 2));
    const windows = Math.max(0, Math.ceil(writes / (this.env.GRAPH_WRITES * Math.max(1, lanes))) - 1);
    return windows * this.env.GRAPH_WINDOW_SECONDS;
  }
}

type Numbers<T> = { [K in keyof T]: T[K] extends number ? K : never }[keyof T];

const sumOf =
  <T>(rows: readonly T[]) =>
  (key: Numbers<T>): number =>
    rows.reduce((sum, row) => sum + Number(row[key]), 0);

/** The sum of what is known; null where nothing is. */
function known(numbers: readonly (number | null)[]): number | null {
  const told = numbers.filter((number) => number !== null);
  return told.length > 0 ? told.reduce((sum, number) => sum + number, 0) : null;
}
