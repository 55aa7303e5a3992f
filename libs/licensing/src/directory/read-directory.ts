import type { OnApplicationBootstrap } from '@nestjs/common';
import { systemActor } from '@takwin/platform/auth';
import { Refusal } from '@takwin/platform/errors';
import type { Queues } from '@takwin/platform/jobs';
import type { Database } from '@takwin/platform/postgres';
import type { Access } from '../graph/access.js';
import { DELETED_USERS, directoryPage, FIRST_DELTA, type DirectoryPage } from '../graph/directory.js';
import { limitsOf, type GraphEnv } from '../graph/environment.js';
import { MENDS } from './drift.js';
import type { Grant, Limits } from '../pacing/budget.js';
import { unreadDirectories } from './directory.rows.js';
import { dropDirectory, endDirectory, takeDirectory, writeAccounts, type SyncState } from './directory.writer.js';
import { driftingPersons } from './drift.rows.js';
import { listDrift } from './drift.writer.js';
import { keepTenants } from './tenant.writer.js';
import { keysOf, prepareQuotas, withBudget } from '../pacing/claim-budget.js';
import { wakeProvisioners } from '../queues.js';
import type { Pause } from '../runs/provision-licences.js';
import type { StartRunHandler } from '../runs/start-run.js';

const system = systemActor('directory');
const LEASE = 120_000;
const UNITS_PER_PAGE = 2;
const TRIES = 5;
const HOUR = 3_600_000;

export type Mend = keyof typeof MENDS;

/**
 * Reads tenants' directories by delta query, keeps what they hold, and lists where that differs from our licences. Reads draw on
 * the same budget as runs do.
 */
export class ReadDirectoryHandler implements OnApplicationBootstrap {
  readonly #limits: Limits;

  constructor(
    private readonly db: Database,
    private readonly accesses: readonly Access[],
    private readonly env: GraphEnv,
    private readonly about: {
      starting: StartRunHandler;
      queues: Queues;
      mends: readonly Mend[];
      everyHours: number;
      pause: Pause;
    },
  ) {
    this.#limits = limitsOf(env);
  }

  /** Has it be known which tenants there are, as they are configured. */
  onApplicationBootstrap(): Promise<void> {
    const byId = new Map(
      this.accesses.map(({ tenant: { id, domain, regions = null } }) => [id, { id, domain, regions }]),
    );
    return this.db.asActor(system, (tx) => keepTenants(tx, [...byId.values()]));
  }

  /** Tenants that were not read for so long: what the sweeper looks for. */
  due(): Promise<string[]> {
    const since = new Date(this.db.clock.now().getTime() - this.about.everyHours * HOUR);
    const tenants = [...new Set(this.accesses.map(({ tenant }) => tenant.id))];
    return this.db.readAs(system, (tx) => unreadDirectories(tx, tenants, since));
  }

  /** Reads a tenant, lists its drift, and mends of it what the programme allows. */
  async reconcile(tenantId: string): Promise<void> {
    if (!(await this.read(tenantId))) return;
    const { tenant, others } = this.#accessOf(tenantId);
    const scope = { id: tenant.id, regions: tenant.regions ?? null, others };
    await this.db.asActor(system, (tx) => listDrift(tx, scope, tenant.domain));
    for (const mend of this.about.mends) await this.#mend(tenant.id, mend);
  }

  /** Brings what is known of a directory up to date; false where another worker is at it, or Microsoft does not answer. */
  async read(tenantId: string): Promise<boolean> {
    const state = await this.db.asActor(system, (tx) => takeDirectory(tx, tenantId, LEASE));
    if (!state) return false;
    const access = this.#accessOf(tenantId);
    const keys = keysOf(tenantId, access.graph.clientId);
    await this.db.asActor(system, (tx) => prepareQuotas(tx, keys, this.env.GRAPH_PATCH_COST));
    try {
      const isDone = await this.#round(access, state);
      if (isDone) return true;
    } catch (error) {
      await this.db.asActor(system, (tx) => dropDirectory(tx, tenantId));
      throw error;
    }
    await this.db.asActor(system, (tx) => dropDirectory(tx, tenantId));
    return false;
  }

  async #round(access: Access, { deltaLink, generation }: SyncState): Promise<boolean> {
    const tenant = access.tenant.id;
    if (deltaLink !== null) {
      const end = await this.#pages(access, deltaLink, generation);
      if (end === undefined) return false;
      if (end !== 'begin again') {
        await this.db.asActor(system, (tx) => endDirectory(tx, tenant, generation, end));
        return true;
      }
    }
    const deleted = await this.#pages(access, DELETED_USERS, generation + 1);
    const end = deleted === undefined ? undefined : await this.#pages(access, FIRST_DELTA, generation + 1);
    if (end === undefined || end === 'begin again') return false;
    await this.db.asActor(system, (tx) => endDirectory(tx, tenant, generation + 1, end));
    return true;
  }

  /** All pages from a link on; the delta link at their end ('' where there is none), undefined where one could not be read. */
  async #pages(access: Access, from: string, generation: number): Promise<string | 'begin again' | undefined> {
    for (let link = from; ;) {
      const page = await this.#page(access, link);
      if (page === 'begin again') return page;
      if ('failed' in page) return undefined;
      await this.db.asActor(system, (tx) => writeAccounts(tx, access.tenant.id, generation, page.seen, LEASE));
      if (page.next === undefined) return page.delta ?? '';
      link = page.next;
    }
  }

  async #page(access: Access, link: string): Promise<DirectoryPage> {
    for (let tries = 1; ; tries++) {
      const grant = await this.#afford(access);
      const page = await directoryPage(access.graph, link);
      await this.#settle(access, grant);
      if (page === 'begin again' || !('failed' in page) || tries === TRIES) return page;
      await this.about.pause(page.failed.retryAfterMs ?? 1_000 * 2 ** tries);
    }
  }

  async #afford({ graph, tenant }: Access): Promise<Grant> {
    const keys = keysOf(tenant.id, graph.clientId);
    for (;;) {
      const next = await this.db.asActor(system, (tx) =>
        withBudget(tx, keys, this.#limits, (budget) => {
          const offer = budget.offer({ writesEach: 0, unitsEach: UNITS_PER_PAGE, most: 1, bulk: true });
          return offer.persons > 0 ? budget.take(0, UNITS_PER_PAGE) : offer.waitMs;
        }),
      );
      if (typeof next !== 'number') return next;
      await this.about.pause(next);
    }
  }

  #settle({ graph, tenant }: Access, grant: Grant): Promise<void> {
    const keys = keysOf(tenant.id, graph.clientId);
    return this.db.asActor(system, (tx) =>
      withBudget(tx, keys, this.#limits, (budget) => budget.settle(grant, { writes: 0, units: UNITS_PER_PAGE })),
    );
  }

  // By a run like any other: it looks first, asks the rules, and takes a seat; what it may not mend stays listed.
  async #mend(tenant: string, mend: Mend): Promise<void> {
    const groups = await this.db.readAs(system, (tx) => driftingPersons(tx, tenant, [MENDS[mend]]));
    for (const { skuId, persons } of groups) {
      const again = mend === 'reassign' ? { disabledPlans: [] } : {};
      const command = { skuId, action: 'assign', persons, ...again } as never;
      try {
        const run = await this.db.asActor(system, (tx) => this.about.starting.accept(tx, command));
        if (run.state === 'running') await wakeProvisioners(this.about.queues, run.id, run.total);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
  }

  #accessOf(tenantId: string): Access {
    return this.accesses.find(({ tenant }) => tenant.id === tenantId)!;
  }
}
