import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { accessesOf, GraphEnv, ProvisionLicencesHandler, RunPolicy, StartRunHandler } from '@takwin/licensing';
import { systemActor } from '@takwin/platform/auth';
import { readEnv } from '@takwin/platform/config';
import { DEVELOPMENT } from '@takwin/simulators/tenants';
import sql from 'sql-template-tag';
import { fetchInto, SIMULATOR } from './in-process.js';
import { withSimulatedTenant, STUDENT } from './simulated-tenant.js';

export type Case = { people: number; method: 'direct' | 'group'; accounts: boolean; membersPerWrite?: number };
export type Played = {
  /** Time on the clock, and what the quota alone would take, seconds. */
  makespan: number;
  bound: number;
  requests: number;
  throttled: number;
  doubled: number;
  assigned: number;
  wall: number;
  workerMsPerPerson: number;
  heapGrownMb: number;
  rssMb: number;
};

const WRITES = 3_000;
const WINDOW = 150;
export const LATENCY = { min: 100, max: 300 };

/** Time that the quota alone takes: fixed windows of 150 s, of which the first is full at once. */
export const boundOf = (writes: number): number => (Math.ceil(writes / WRITES) - 1) * WINDOW;

/** One run over everyone, the worker and the simulated tenant on one clock. */
export const play = ({ people, method, accounts, membersPerWrite = 20 }: Case): Promise<Played> =>
  withSimulatedTenant(
    { people, accounts, settings: { latencyMs: LATENCY, groups: { membersPerWrite } } },
    async (tenant) => {
      const { db, clock, simulation } = tenant;
      const cost = { ms: 0 };
      const env = readEnv(GraphEnv, {
        GRAPH_URL: `${SIMULATOR}/graph/v1.0`,
        ENTRA_URL: `${SIMULATOR}/entra`,
        GRAPH_TENANT: DEVELOPMENT.tenantId,
        GRAPH_CLIENT_ID: DEVELOPMENT.clientId,
        GRAPH_CLIENT_SECRET: DEVELOPMENT.clientSecret,
        GRAPH_DOMAIN: DEVELOPMENT.domain,
        INITIAL_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
      });
      const accesses = accessesOf(env, () => clock.now(), fetchInto(simulation, clock, cost));
      const worker = new ProvisionLicencesHandler(db, accesses, env, {
        pause: clock.pause,
        sliceMs: Infinity,
        idleMs: Infinity,
        concurrency: 4,
        chance: () => 0.5,
      });
      // What wakes workers is of no use here: there is one, and it is awake.
      const starting = new StartRunHandler(db, undefined as never, new RunPolicy(Infinity, method));
      const actor = systemActor('bench');
      const command = { skuId: STUDENT, action: 'assign', filter: {} } as never;
      const run = await db.asActor(actor, (tx) => starting.accept(tx, command));
      const heap = heapMb();
      const from = performance.now();
      const cpu = process.cpuUsage();
      const unwatch = clock.watchPostgres();
      await worker.run(new AbortController().signal);
      unwatch();
      const { user, system } = process.cpuUsage(cpu);
      const row = await db.readAs(actor, (tx) =>
        tx.one<{ seconds: number; state: string; done: number }>(sql`
        select extract(epoch from ended_at - accepted_at)::float8 as seconds, state, done from run where id = ${run.id}`),
      );
      if (row?.state !== 'done' || row.done !== people) throw new Error(`the run ended ${JSON.stringify(row)}`);
      const { statuses } = simulation.graph.traffic();
      const { doubled, skus } = simulation.ledger.summary();
      const requests = Object.values(statuses).reduce((sum, count) => sum + count, 0);
      const perPatch = Math.ceil(20 / membersPerWrite);
      const writes = (accounts ? 0 : people) + (method === 'group' ? Math.ceil(people / 20) * perPatch : people);
      return {
        makespan: row.seconds,
        bound: boundOf(writes),
        requests,
        throttled: statuses['429'] ?? 0,
        doubled,
        assigned: skus.find(({ skuId }) => skuId === STUDENT)?.assigned ?? 0,
        wall: (performance.now() - from) / 1_000,
        workerMsPerPerson: ((user + system) / 1_000 - cost.ms) / people,
        heapGrownMb: heapMb() - heap,
        rssMb: process.memoryUsage.rss() / 2 ** 20,
      };
    },
  );

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;

function heapMb(): number {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
