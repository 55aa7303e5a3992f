import { setTimeout as pause } from 'node:timers/promises';
import { compose, composeAloud, docker, rowsOf } from '@takwin/deployment/compose';
import { z } from 'zod';
import type { Trial } from '../registry.js';
import {
  newPersons,
  SIMULATED,
  runningContainers,
  tellSimulator,
  type RunningContainers,
} from './running-containers.js';

const PERSONS = 5_000;
const WORKERS = 3;
// The workers keep to Microsoft's 3,000 writes in 150 s, whatever the simulator lets through.
const PATIENCE_MS = 600_000;
const SKU = '314c4481-f395-4525-be8b-2ec4bb1e9d91';
const WORKER = 'licence-provisioner';
const STORES = ['redis', 'postgres'];
const UNBOUND = { tokens: 1_000_000, seconds: 1 };
// So slow that the run outlasts all kills; the bounds on writes are another trial's.
const SETTINGS = {
  limits: {
    applicationTenantWrites: UNBOUND,
    tenantWrites: UNBOUND,
    applicationWrites: UNBOUND,
    applicationTenantUnits: { small: 1_000_000, medium: 1_000_000, large: 1_000_000, seconds: 1 },
    applicationUnits: UNBOUND,
  },
  faults: { lost: 0.01, unavailable: 0.01, throttled: 0.005, throttledSeconds: 1 },
  latencyMs: { min: 300, max: 600 },
};

const Run = z.object({ id: z.uuid(), state: z.string(), total: z.int(), done: z.int(), failed: z.int() });
type Run = z.output<typeof Run>;
const Summary = z.object({
  tenants: z.array(z.object({ skus: z.array(z.object({ skuId: z.string(), consumed: z.int() })) })),
  doubled: z.int(),
});

/** Three provisioners, each container killed in turn during a run, then Redis and PostgreSQL: nothing lost, nothing doubled. */
export const killed: Trial = {
  about: `kill -9 of ${WORKERS} ${WORKER} containers in turn, of redis and of postgres, during a run of ${PERSONS}`,
  run: async () => {
    const house = await runningContainers();
    if ((await composeAloud([...SIMULATED, 'up', '-d', '--wait', '--scale', `${WORKER}=${WORKERS}`])) !== 0)
      throw new Error('the house did not come up with more workers');
    const { ids, matricules } = await newPersons(house, PERSONS);
    await tellSimulator(house, 'PATCH', 'settings', SETTINGS);
    const users = matricules.map((one) => ({ userPrincipalName: `${one}@takwin.test`, usageLocation: 'MA' }));
    await tellSimulator(house, 'POST', 'users', { users });
    const before = await summaryOf(house);
    const body = { skuId: SKU, action: 'assign', persons: ids };
    const { id } = Run.parse(await house.api.post('/v1/provisioning-runs', body));
    const kills = await killInTurn(house, id);
    const run = await ended(house, id);
    const after = await summaryOf(house);
    const [ours] =
      await rowsOf(`select count(*) from licensing.licence l join licensing.outcome o using (person_id, sku_id)
      where o.run_id = '${id}' and l.state = 'assigned'`);
    const values = {
      accepted: run.total,
      done: run.done,
      lost: run.total - run.done - run.failed,
      doubled: after.doubled - before.doubled,
      kills,
      assigned_there: after.consumed - before.consumed,
      assigned_here: Number(ours),
    };
    const whole = [values.done, values.assigned_here, values.assigned_there].every((count) => count === run.total);
    return { values, holds: whole && values.lost === 0 && values.doubled === 0 && kills === WORKERS + STORES.length };
  },
};

async function killInTurn(house: RunningContainers, runId: string): Promise<number> {
  let kills = 0;
  for (const container of [...(await containersOf(WORKER)), ...(await Promise.all(STORES.map(containersOf))).flat()]) {
    const { state, done } = await runOf(house, runId);
    if (state !== 'running') return kills;
    process.stdout.write(`${String(done).padStart(6)} of ${PERSONS}: kill -9 ${container}\n`);
    await docker(['kill', '--signal', 'KILL', container]);
    kills++;
    await pause(1_500);
    // What an operator killed is not started again by the restart policy.
    await docker(['start', container]);
    await pause(1_500);
  }
  return kills;
}

async function ended(house: RunningContainers, runId: string): Promise<Run> {
  for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline; await pause(500)) {
    const run = await runOf(house, runId);
    if (run.state !== 'running') return run;
  }
  throw new Error('the run did not end within ten minutes');
}

async function containersOf(service: string): Promise<string[]> {
  const names = await compose([...SIMULATED, 'ps', '--format', '{{.Name}}', service]);
  return names.split('\n').filter(Boolean);
}

// While PostgreSQL is away nobody can say how a run stands.
async function runOf({ api }: RunningContainers, id: string): Promise<Run> {
  for (let tries = 0; ; tries++)
    try {
      return Run.parse(await api.get(`/v1/provisioning-runs/${id}`));
    } catch (error) {
      if (tries === 60) throw error;
      await pause(500);
    }
}

/** From the simulator's own log: how many hold the licence, and how often one was given to who had it. */
async function summaryOf(house: RunningContainers): Promise<{ consumed: number; doubled: number }> {
  const { tenants, doubled } = Summary.parse(await tellSimulator(house, 'GET', 'summary'));
  return { consumed: tenants.flatMap(({ skus }) => skus).find(({ skuId }) => skuId === SKU)!.consumed, doubled };
}
