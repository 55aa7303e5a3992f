import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Member } from '@takwin/deployment/cluster';
import { startEmbedded } from '@takwin/platform/embedded-postgres';
import { DEVELOPMENT } from '@takwin/simulators/tenants';
import pg from 'pg';
import { z } from 'zod';
import type { Trial } from '../registry.js';
import { copied, withTestCluster, populate, tellSimulator, wipeQueueStore, type TestCluster } from './test-cluster.js';

const SKU = '314c4481-f395-4525-be8b-2ec4bb1e9d91';
// A window of 5 s instead of 150, and so many writes in it that a run of any size takes three minutes: time enough for all
// blows, and the budget bites. For 100,000 persons that is Microsoft's 3,000.
const WINDOW = 5;
const writesFor = (people: number): number => Math.ceil(people * 0.03);

const envFor = (people: number): Record<string, string> => ({
  LEASE_SECONDS: '2',
  SWEEP_SECONDS: '1',
  JOB_LOCK_SECONDS: '2',
  GRAPH_WRITES: String(writesFor(people)),
  GRAPH_WINDOW_SECONDS: String(WINDOW),
  GRAPH_TENANT_WINDOW_SECONDS: '10',
  GRAPH_TIMEOUT_SECONDS: '5',
  RUN_APPROVAL_ABOVE: '1000000',
  ENTITLEMENT_REST_SECONDS: '86400',
});
const CALM = { lost: 0.05, unavailable: 0.005, throttled: 0.0005, throttledSeconds: 1 };
const STORM = { ...CALM, throttled: 0.3, throttledSeconds: 2 };
const settingsFor = (people: number): object => ({
  limits: {
    applicationTenantWrites: { tokens: writesFor(people), seconds: WINDOW },
    tenantWrites: { tokens: 18_000, seconds: 10 },
    applicationWrites: { tokens: 35_000, seconds: 10 },
  },
  faults: CALM,
  latencyMs: { min: 50, max: 200 },
});

const Run = z.object({ id: z.uuid(), state: z.string(), total: z.int(), done: z.int(), failed: z.int() });
const Summary = z.object({
  tenants: z.array(z.object({ skus: z.array(z.object({ skuId: z.string(), consumed: z.int() })) })),
  doubled: z.int(),
  early: z.object({ calls: z.int(), longestMs: z.number() }),
  statuses: z.record(z.string(), z.int()),
  limits: z.record(z.string(), z.object({ limit: z.int(), peak: z.int(), throttled: z.int() })),
});

type Blow = 'worker' | 'store' | 'database' | 'wipe' | 'storm' | 'pause';
// As a virtual machine is stopped and goes on: within a lease, and for longer than one and than any window.
const PAUSES = [300, 1_000, 3_000, 6_000];

/**
 * Everything that can die dies, over and over, while 100,000 persons get a licence from a tenant that loses a twentieth of its
 * answers. On PostgreSQL the database is the queue store too: it is killed for both.
 */
export const provisioning: Trial = {
  about:
    'kill -9 of worker 20, queue store 5, database 3 times, stopped workers, 429s and lost answers in 100,000 assignments [--people N]',
  run: (args) => {
    const options = { people: { type: 'string', default: '100000' }, backend: { type: 'string' } } as const;
    const people = Number(parseArgs({ args, options }).values.people);
    const tenant = {
      id: DEVELOPMENT.tenantId,
      seats: { STANDARDWOFFPACK_STUDENT: people },
      apps: [{ clientId: DEVELOPMENT.clientId, secret: DEVELOPMENT.clientSecret }],
    };
    return withTestCluster(args, { ...envFor(people), SIM_TENANTS: JSON.stringify([tenant]) }, async (ground) => {
      await prepare(ground, people);
      const { api, cluster } = ground;
      const filter = { kind: 'trainee' };
      const run = Run.parse(await api.post('/v1/provisioning-runs', { skuId: SKU, action: 'assign', filter }));
      const simulator = cluster.apps.simulators!.url;
      // Two processes share the budget; they are killed in turn.
      const workers = [cluster.apps['licence-provisioner']!, await cluster.addWorker('licence-provisioner')];
      const { struck, most } = await strikeUntilDone(ground, run, workers);
      const ended = Run.parse(await api.get(`/v1/provisioning-runs/${run.id}`));
      const here = await withSql(ground, countsOf(run.id));
      const { doubled, early, statuses, limits, consumed } = await summaryOf(simulator);
      const writes = Object.entries(limits).filter(([name]) => name.includes('Writes'));
      const values = {
        accepted: run.total,
        done: ended.done,
        dead: ended.failed,
        lost: run.total - ended.done - ended.failed,
        doubled,
        worker_processes: workers.length,
        kills: struck.worker + struck.store + struck.database,
        worker_kills: struck.worker,
        store_kills: struck.store,
        database_kills: struck.database,
        storms: struck.storm,
        pauses: struck.pause,
        lost_answers: statuses.lost ?? 0,
        throttled: statuses['429'] ?? 0,
        early_calls: early.calls,
        over_limit: writes.reduce((sum, [, { throttled }]) => sum + throttled, 0),
        seats: people,
        most_seats_used: Math.max(most, consumed),
        assigned_there: consumed,
        assigned_here: here.assigned,
        outcomes_assigned: here.outcomes,
      };
      process.stdout.write(`${JSON.stringify(Object.fromEntries(writes))}\n`);
      const holds =
        ended.state === 'done' &&
        [values.lost, values.dead, doubled, early.calls, values.over_limit].every((count) => count === 0) &&
        struck.worker >= 20 &&
        struck.store >= 5 &&
        struck.database >= 3 &&
        struck.pause >= PAUSES.length &&
        values.most_seats_used <= people &&
        [consumed, here.assigned, here.outcomes, ended.done].every((count) => count === run.total);
      return { values, holds };
    });
  },
};

async function prepare(ground: TestCluster, people: number): Promise<void> {
  const simulator = ground.cluster.apps.simulators!.url;
  const { persons } = await populate(ground, people, 400);
  await copied(ground, ['licensing'], 300);
  const rows = await withSql(ground, async (sql) => {
    // Seats for exactly so many: one more would be refused there.
    await sql.query('update licensing.seat_pool set seats = $1 where sku_id = $2', [people, SKU]);
    const text = `select matricule from academies.person where id = any($1) and kind = 'trainee'`;
    return (await sql.query<{ matricule: string }>(text, [persons])).rows;
  });
  await tellSimulator(simulator, 'PATCH', 'settings', settingsFor(people));
  const users = rows.map(({ matricule }) => ({ userPrincipalName: `${matricule}@takwin.test`, usageLocation: 'MA' }));
  await tellSimulator(simulator, 'POST', 'users', { users });
}

/** Strikes in turn, each blow when so much of the run is done, and waits until all is done. */
async function strikeUntilDone(
  ground: TestCluster,
  run: z.output<typeof Run>,
  workers: readonly Member[],
): Promise<{ struck: Record<Blow, number>; most: number }> {
  const blows = scheduleOf();
  const struck: Record<Blow, number> = { worker: 0, store: 0, database: 0, wipe: 0, storm: 0, pause: 0 };
  const simulator = ground.cluster.apps.simulators!.url;
  let [next, most, last, since, before] = [0, 0, -1, Date.now(), -1];
  for (;;) {
    await pause(100);
    const { consumed } = await summaryOf(simulator);
    most = Math.max(most, consumed);
    if (consumed !== last) [last, since] = [consumed, Date.now()];
    if (Date.now() - since > 120_000) throw new Error(`nothing has moved for two minutes at ${consumed}`);
    // A blow falls once the work has moved again after the one before: so each is recovered from.
    if (next < blows.length && consumed > before && consumed >= (run.total * (next + 1)) / (blows.length + 2)) {
      before = consumed;
      const blow = blows[next++]!;
      await strike(ground, blow, workers[struck.worker % workers.length]!, PAUSES[struck.pause % PAUSES.length]!);
      struck[blow]++;
      process.stdout.write(`${String(consumed).padStart(6)} of ${run.total}: ${blow}\n`);
    }
    if (consumed >= run.total && (await isDone(ground, run.id))) return { struck, most };
  }
}

function scheduleOf(): Blow[] {
  const blows: Blow[] = [];
  for (let round = 0; round < 20; round++) {
    blows.push('worker');
    if (round % 4 === 1) blows.push('store');
    if (round % 7 === 3) blows.push('database');
    if (round % 5 === 2) blows.push('storm');
    if (round % 5 === 4) blows.push('pause');
    if (round === 10) blows.push('wipe');
  }
  return blows;
}

async function strike(ground: TestCluster, blow: Blow, worker: Member, pauseMs: number): Promise<void> {
  const { cluster, backend } = ground;
  const simulator = cluster.apps.simulators!.url;
  if (blow === 'worker') {
    await worker.kill('SIGKILL');
    return patiently(() => worker.restart());
  }
  if (blow === 'pause') {
    process.kill(worker.pid, 'SIGSTOP');
    await pause(pauseMs);
    process.kill(worker.pid, 'SIGCONT');
    return;
  }
  if (blow === 'storm') {
    await tellSimulator(simulator, 'PATCH', 'settings', { faults: STORM });
    await pause(1_500);
    return tellSimulator(simulator, 'PATCH', 'settings', { faults: CALM });
  }
  if (blow === 'wipe') return patiently(() => wipeQueueStore(ground));
  if (blow === 'store' && backend === 'redis') {
    await cluster.redis!.kill();
    await pause(500);
    return cluster.redis!.restart();
  }
  return killDatabase(cluster.home);
}

/** kill -9 of PostgreSQL's first process; its data is started again on the same port. */
async function killDatabase(home: string): Promise<void> {
  const text = await readFile(join(home, 'postgres', 'data', 'postmaster.pid'), 'utf8');
  const [pid, , , port] = text.split('\n').map(Number);
  process.kill(pid!, 'SIGKILL');
  await pause(300);
  // The others of the server end by themselves, and until then a new one does not start.
  await patiently(async () => {
    await startEmbedded({ home, port: port! });
  });
}

async function patiently(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === 20) throw error;
      await pause(500);
    }
  }
}

async function withSql<T>({ cluster }: TestCluster, work: (sql: pg.Client) => Promise<T>): Promise<T> {
  const sql = new pg.Client({ connectionString: cluster.adminUrl });
  sql.on('error', () => {});
  await sql.connect();
  try {
    return await work(sql);
  } finally {
    await sql.end().catch(() => {});
  }
}

const isDone = async ({ api }: TestCluster, id: string): Promise<boolean> => {
  try {
    return Run.parse(await api.get(`/v1/provisioning-runs/${id}`)).state === 'done';
  } catch {
    // The database may just be on its way up again.
    return false;
  }
};

const countsOf = (runId: string) => async (sql: pg.Client) => {
  const { rows } = await sql.query<{ assigned: number; outcomes: number }>(
    `select (select count(*)::int from licensing.licence l where l.state = 'assigned' and l.sku_id = o.sku_id) as assigned,
       count(*)::int as outcomes
     from licensing.outcome o where o.run_id = $1 and o.state = 'assigned' group by o.sku_id`,
    [runId],
  );
  return rows[0] ?? { assigned: 0, outcomes: 0 };
};

/** From the simulator's own log: who holds the licence, how often one was given twice, and who called too early. */
async function summaryOf(simulator: string) {
  const answer = await fetch(`${simulator}/_simulator/summary`);
  const { tenants, ...rest } = Summary.parse(await answer.json());
  const { consumed } = tenants.flatMap(({ skus }) => skus).find(({ skuId }) => skuId === SKU)!;
  return { ...rest, consumed };
}
