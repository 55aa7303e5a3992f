import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Client, eachOf, until } from '@takwin/demo/client';
import { konosysFile } from '@takwin/demo/konosys-file';
import { ofRaisedRates, RAISED_RATES } from '@takwin/deployment/environment';
import { startCluster, type Backend, type Cluster } from '@takwin/deployment/cluster';
import { stopSignal, unlessStopped } from '@takwin/deployment/until-stopped';
import { SystemClock } from '@takwin/platform/clock';
import { freePort } from '@takwin/platform/processes';
import { temporaryHome } from '@takwin/platform/testing';
import { Issuer } from '@takwin/simulators/issuer/issuer';
import { Redis } from 'ioredis';
import pg from 'pg';
import { z } from 'zod';

export type TestCluster = { cluster: Cluster; api: Client; token: string; backend: Backend; sql: pg.Client };

/** About the heap that V8 gives itself where a container has 384 MB (259 MB, measured): on a whole machine it collects far later. */
export const AS_CONTAINED = { NODE_OPTIONS: '--max-old-space-size=192 --max-semi-space-size=32' };

/** A cluster of its own in a fresh folder, and everything that it opened ended again. */
export async function withTestCluster<T>(
  args: string[],
  env: NodeJS.ProcessEnv,
  work: (ground: TestCluster) => Promise<T>,
): Promise<T> {
  const options = { backend: { type: 'string', default: 'postgres' } } as const;
  const { values } = parseArgs({ args, options, strict: false });
  const backend: Backend = values.backend === 'redis' ? 'redis' : 'postgres';
  const signal = stopSignal();
  const home = await temporaryHome('chaos');
  await using opened = new AsyncDisposableStack();
  opened.defer(() => rm(home, { recursive: true, force: true }));
  const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  process.stdout.write(ofRaisedRates + (settings.length > 0 ? `settings: ${settings.join(' ')}\n` : ''));
  const all = { ...RAISED_RATES, ...env };
  const cluster = await startCluster({
    home,
    runs: 'npm run chaos',
    port: await freePort(),
    backend,
    env: all,
    signal,
  });
  opened.defer(() => cluster.close());
  const sql = new pg.Client({ connectionString: cluster.adminUrl });
  // A trial may kill the database: whoever asks next is told.
  sql.on('error', () => {});
  opened.defer(() => sql.end().catch(() => {}));
  await sql.connect();
  const issuer = await Issuer.open(home, new SystemClock());
  const { token } = await issuer.token({ role: 'programme-admin', region: [], academy: [], group: [], hours: 2 });
  return await unlessStopped(signal, work({ cluster, api: new Client(cluster.url, token), token, backend, sql }));
}

const Academies = z.object({ items: z.array(z.object({ id: z.uuid(), code: z.string(), profile: z.string() })) });
const Import = z.object({ id: z.uuid(), state: z.string(), persons: z.int() });

/** Imports that many synthetic persons into ordinary academies; returns their ids, and where they are. */
export async function populate(
  { api, sql }: TestCluster,
  people: number,
  seconds = 60,
): Promise<{ academyId: string; persons: string[] }> {
  const { items } = Academies.parse(await api.get('/v1/academies?first=100&profile=ordinary'));
  const file = konosysFile({ people, sites: items.map(({ code }) => code), seed: 1 });
  const { id } = Import.parse(await api.post('/v1/imports?kind=konosys', file.csv, 'text/csv'));
  const ask = async () => Import.parse(await api.get(`/v1/imports/${id}`));
  await until(ask, ({ state }) => state === 'done', seconds, 'the import');
  const { rows } = await sql.query<{ id: string }>('select id from academies.person where matricule = any($1)', [
    file.matricules,
  ]);
  return { academyId: items[0]!.id, persons: rows.map((row) => row.id) };
}

/** Waits until the copies of persons in these schemas hold what the register holds. */
export async function copied({ sql }: TestCluster, schemas: readonly string[], seconds = 30): Promise<void> {
  await eachOf(schemas, 1, (schema) =>
    until(
      () => stale(sql, `${schema}.person_copy`),
      (count) => count === 0,
      seconds,
      `the copy of persons in ${schema}`,
    ),
  );
}

/** How many persons a copy does not have in their present version. */
export async function stale(sql: pg.Client, table: string): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(`
    select count(*)::int as count from academies.person p left join ${table} c on c.subject = p.id::text
    where c.version is distinct from p.version`);
  return rows[0]!.count;
}

/** Has a simulator do something by its admin API; throws with what it answered where it does not. */
export async function tellSimulator(simulator: string, method: string, path: string, body: object): Promise<void> {
  const answer = await fetch(`${simulator}/_simulator/${path}`, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  if (!answer.ok) throw new Error(`the simulator answered ${path} with ${answer.status}: ${await answer.text()}`);
}

/** Empties the queue store, whichever it is. */
export async function wipeQueueStore({ backend, cluster }: TestCluster): Promise<void> {
  if (backend === 'redis') {
    const redis = new Redis(cluster.redis!.url);
    await redis.flushall();
    redis.disconnect();
    return;
  }
  const sql = new pg.Client({ connectionString: cluster.adminUrl });
  await sql.connect();
  try {
    await sql.query('drop schema jobs cascade');
    await sql.query('create schema jobs authorization jobs');
  } finally {
    await sql.end();
  }
}
