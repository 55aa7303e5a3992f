import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import pg from 'pg';

/** What some work took: CPU of this process and of PostgreSQL's backends, and the most by which the living heap had grown. */
export type Costs = { cpuMs: number; databaseMs: number; heapMb: number };

export type Bounds = Pick<Costs, 'cpuMs' | 'heapMb'>;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (how?: { type: 'minor' }) => void;

/**
 * What the work takes at least: run again until it keeps the bounds, up to 8 times, as what others do on the machine, compilers and
 * collectors of garbage included, only ever adds.
 */
export async function leastCosts(adminUrl: string, bounds: Bounds, work: () => Promise<unknown>): Promise<Costs> {
  await work();
  let least: Costs = { cpuMs: Infinity, databaseMs: Infinity, heapMb: Infinity };
  for (let run = 0; run < 8 && !(least.cpuMs < bounds.cpuMs && least.heapMb < bounds.heapMb); run++) {
    const costs = { ...(await costsOf(adminUrl, work)), heapMb: await heapOf(work) };
    least = {
      cpuMs: Math.min(least.cpuMs, costs.cpuMs),
      databaseMs: Math.min(least.databaseMs, costs.databaseMs),
      heapMb: Math.min(least.heapMb, costs.heapMb),
    };
  }
  return least;
}

async function costsOf(adminUrl: string, work: () => Promise<unknown>): Promise<Omit<Costs, 'heapMb'>> {
  const before = await backendMs(adminUrl);
  const from = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(from);
  const after = await backendMs(adminUrl);
  const spent = [...after].map(([pid, ms]) => ms - (before.get(pid) ?? 0));
  return {
    cpuMs: Math.round((user + system) / 1_000),
    databaseMs: Math.round(spent.reduce((sum, ms) => sum + ms, 0)),
  };
}

/** In a run of its own, as each look collects: else garbage counts, which lies about for as long as a busy machine lets it. */
async function heapOf(work: () => Promise<unknown>): Promise<number> {
  collect();
  const heap = process.memoryUsage().heapUsed;
  let most = heap;
  const look = (): void => {
    collect({ type: 'minor' });
    most = Math.max(most, process.memoryUsage().heapUsed);
  };
  const watch = setInterval(look, 1);
  await work();
  clearInterval(watch);
  look();
  return Math.round((most - heap) / 2 ** 20);
}

/** Milliseconds that each backend was on a processor; none where the server is not on this machine, or it is no Linux. */
async function backendMs(adminUrl: string): Promise<Map<number, number>> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  const { rows } = await admin.query<{ pid: number }>(
    `select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  await admin.end();
  return new Map(rows.map(({ pid }) => [pid, onProcessor(pid)]));
}

function onProcessor(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return 0;
  }
}
