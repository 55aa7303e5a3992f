import { setTimeout as pause } from 'node:timers/promises';
import { Run } from '@takwin/demo/main-job';
import { z } from 'zod';
import type { Trial } from '../registry.js';
import { copied, withTestCluster, populate, tellSimulator, wipeQueueStore, type TestCluster } from './test-cluster.js';

const PERSONS = 5000;
const KILLS = 10;
const SKU = '314c4481-f395-4525-be8b-2ec4bb1e9d91';

// Short leases and sweeps, so that what a killed worker held comes back within the test; no limit of writes but the faults.
const ENV = { LEASE_SECONDS: '2', SWEEP_SECONDS: '1', JOB_LOCK_SECONDS: '2', GRAPH_WRITES: '1000000' };
const LIMITS = { tokens: 1_000_000, seconds: 1 };
const SETTINGS = {
  limits: {
    applicationTenantWrites: LIMITS,
    tenantWrites: LIMITS,
    applicationWrites: LIMITS,
    applicationTenantUnits: { small: 1_000_000, medium: 1_000_000, large: 1_000_000, seconds: 1 },
    applicationUnits: LIMITS,
  },
  faults: { lost: 0.02, unavailable: 0.01, throttled: 0.005, throttledSeconds: 1 },
  latencyMs: { min: 100, max: 300 },
};

const Summary = z.object({
  tenants: z.array(z.object({ skus: z.array(z.object({ skuId: z.string(), consumed: z.int() })) })),
  doubled: z.int(),
  early: z.object({ calls: z.int() }),
});

/** The provisioner is killed ten times during a run of 5,000, with lost answers; with --wipe the queue store is emptied too. */
export const workerKill: Trial = {
  about: 'kill -9 of the provisioner 10 times during a run of 5,000 [--backend postgres|redis] [--wipe]',
  run: (args) =>
    withTestCluster(args, ENV, async (ground) => {
      const { api, cluster, sql } = ground;
      const simulator = cluster.apps.simulators!.url;
      const { persons } = await populate(ground, PERSONS);
      await copied(ground, ['licensing']);
      await tellSimulator(simulator, 'PATCH', 'settings', SETTINGS);
      const { rows } = await sql.query<{ matricule: string }>(
        'select matricule from academies.person where id = any($1)',
        [persons],
      );
      const users = rows.map(({ matricule }) => ({
        userPrincipalName: `${matricule}@takwin.test`,
        usageLocation: 'MA',
      }));
      await tellSimulator(simulator, 'POST', 'users', { users });
      const run = Run.parse(await api.post('/v1/provisioning-runs', { skuId: SKU, action: 'assign', persons }));
      const kills = await killUntilDone(ground, run.id, args.includes('--wipe'));
      const ended = Run.parse(await api.get(`/v1/provisioning-runs/${run.id}`));
      const ledger = await assignedHere(ground, run.id);
      const { assigned, doubled, early } = await summaryOf(simulator);
      const values = {
        accepted: run.total,
        done: ended.done,
        dead: ended.failed,
        lost: run.total - ended.done - ended.failed,
        doubled,
        kills,
        assigned_there: assigned,
        early_calls: early,
      };
      const holds =
        ended.state === 'done' &&
        values.lost === 0 &&
        values.dead === 0 &&
        doubled === 0 &&
        kills >= KILLS &&
        assigned === ledger &&
        assigned === run.total;
      return { values, holds };
    }),
};

async function killUntilDone(ground: TestCluster, runId: string, wipe: boolean): Promise<number> {
  const { api, cluster } = ground;
  const worker = cluster.apps['licence-provisioner']!;
  let kills = 0;
  for (const deadline = Date.now() + 240_000; Date.now() < deadline;) {
    await pause(kills < KILLS ? 700 : 500);
    const { state, done } = Run.parse(await api.get(`/v1/provisioning-runs/${runId}`));
    process.stdout.write(`${String(done).padStart(6)} of ${PERSONS}, killed ${kills} times\n`);
    if (state !== 'running') return kills;
    if (kills === KILLS) continue;
    await worker.kill('SIGKILL');
    kills++;
    if (wipe && kills === KILLS / 2) await wipeQueueStore(ground);
    await worker.restart();
  }
  throw new Error('the run did not end within four minutes');
}

async function assignedHere({ sql }: TestCluster, runId: string): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    `select count(*)::int as count from licensing.licence l join licensing.outcome o using (person_id, sku_id)
     where o.run_id = $1 and l.state = 'assigned'`,
    [runId],
  );
  return rows[0]!.count;
}

/** From the simulator's own log: who holds the licence, how often one was given to who had it, and who called too early. */
async function summaryOf(simulator: string): Promise<{ assigned: number; doubled: number; early: number }> {
  const answer = await fetch(`${simulator}/_simulator/summary`);
  const { tenants, doubled, early } = Summary.parse(await answer.json());
  const sku = tenants.flatMap(({ skus }) => skus).find(({ skuId }) => skuId === SKU)!;
  return { assigned: sku.consumed, doubled, early: early.calls };
}
