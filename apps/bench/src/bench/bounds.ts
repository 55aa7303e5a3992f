import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { LicensingModule, licensingMigrations, loadLicensingReference } from '@takwin/licensing';
import { type Actor, systemActor } from '@takwin/platform/auth';
import { SystemClock } from '@takwin/platform/clock';
import { startEmbedded } from '@takwin/platform/embedded-postgres';
import { Database, migrate, prepareDatabase, within } from '@takwin/platform/postgres';
import { actorOf, temporaryHome, testService, testTokens } from '@takwin/platform/testing';
import pg from 'pg';
import sql, { type Sql } from 'sql-template-tag';
import { Patience } from '../patience.js';
import type { Trial } from '../registry.js';
import { runMsOf } from './process-usage.js';

const LEAST = 0.9;
const ROUNDS = 12;
const CALLERS = 8;
const ACADEMIES = 100;
const REGION = 'MA-04';

type Read = (id: string) => Promise<unknown>;

/**
 * What row-level security costs who reads by key: licences by their ids, as a manager of their academy. Asked by REST of two services on
 * one database, one of which sends its statements as they are, as the login that owns the tables; and by statements alone.
 */
export const bounds: Trial = {
  about:
    'reads by key with row-level security, and without: how many a second, and their CPU (--reads N, --licences N)',
  async run(args) {
    const options = {
      reads: { type: 'string', default: '1000' },
      licences: { type: 'string', default: '50000' },
    } as const;
    const { values: asked } = parseArgs({ args, options });
    const home = await temporaryHome('bounds');
    await using opened = new AsyncDisposableStack();
    opened.defer(() => rm(home, { recursive: true, force: true }));
    const server = await startEmbedded({ home });
    opened.defer(() => server.stop());
    const { url } = (await prepareDatabase(server.url, [{ name: 'licensing', password: 'bench' }]))['licensing']!;
    await migrate(url, 'licensing', licensingMigrations);
    const bound = await Database.open({ url, name: 'bound' });
    opened.defer(() => bound.close());
    const pool = new pg.Pool({ connectionString: url, types: DAYS_AS_TEXT, max: 5, application_name: 'free' });
    opened.defer(() => pool.end());
    const free = unguarded(pool);
    await loadLicensingReference(bound);
    const academies = await plant(bound, Number(asked.licences));
    const actor = actorOf('academy-manager', { academies: [academies[0]!] });
    const ids = await idsOf(bound, actor);

    const tokens = await testTokens();
    opened.defer(() => tokens.close());
    const authorization = `Bearer ${await tokens.of({ role: 'academy-manager', academies: [academies[0]!] })}`;
    const env = { ...tokens.env, INITIAL_SECRET_KEY: Buffer.alloc(32, 7).toString('base64') };
    const patience = new Patience();
    const restOf = async (db: Database): Promise<Read> => {
      const service = await testService(LicensingModule, { env, db });
      opened.defer(() => service.close());
      return async (id) => {
        const answer = await patience.fetch(`${service.url}/v1/licences/${id}`, { headers: { authorization } });
        if (((await answer.json()) as { id?: string }).id !== id) throw new Error(`${answer.status} of ${id}`);
      };
    };
    const statementOf =
      (db: Database): Read =>
      (id) =>
        db.readAs(actor, (tx) => tx.one(byKey(actor, id)));

    const reads = { ids, count: Number(asked.reads), pool };
    const rest = await compared({ bound: await restOf(bound), free: await restOf(free) }, reads);
    const statements = await compared({ bound: statementOf(bound), free: statementOf(free) }, reads);
    return {
      values: {
        ...rest,
        ...Object.fromEntries(Object.entries(statements).map(([key, value]) => [`statement_${key}`, value])),
      },
      holds: rest.ratio >= LEAST,
    };
  },
};

const byKey = (actor: Actor, id: string): Sql => sql`
  select l.id, l.state, l.version from licence l where l.id = ${id} and ${within(actor, { academy: sql`l.academy_id` })}`;

const DAYS_AS_TEXT: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: string) =>
    oid === Number(pg.types.builtins.DATE) ? String : (pg.types.getTypeParser(oid, format as 'text') as never),
};

/** A database that reads, and tells PostgreSQL nothing of who asks. */
function unguarded(pool: pg.Pool): Database {
  const clock = new SystemClock();
  const query = async ({ text, values }: Sql) => (await pool.query(text, values)).rows as unknown[];
  const one = async (statement: Sql) => (await query(statement))[0];
  const readAs = (actor: Actor, work: (tx: object) => unknown) => work({ actor, at: clock.now(), query, one });
  return { clock, readAs } as unknown as Database;
}

const plant = (db: Database, count: number): Promise<string[]> =>
  db.asActor(systemActor('bench'), async (tx) => {
    const academies = await tx.query<{ id: string }>(
      sql`select gen_random_uuid() as id from generate_series(1, ${ACADEMIES})`,
    );
    const ids = academies.map(({ id }) => id);
    await tx.query(sql`
      insert into licence(person_id, sku_id, academy_id, region, state, assigned_on)
      select gen_random_uuid(), (select id from sku limit 1), (${ids}::uuid[])[1 + n % ${ACADEMIES}::int], ${REGION}, 'assigned',
        '2026-11-20' from generate_series(1, ${count}::int) n`);
    await tx.query(sql`analyze licence`);
    return ids;
  });

const idsOf = (db: Database, actor: Actor): Promise<string[]> =>
  db.readAs(actor, async (tx) => (await tx.query<{ id: string }>(sql`select id from licence`)).map(({ id }) => id));

const WAYS = ['bound', 'free'] as const;
type Way = (typeof WAYS)[number];
type Reads = { ids: readonly string[]; count: number; pool: pg.Pool };

/** Reads in turns, so that what else the machine does is borne by both; of each the median of its rounds, the first left out. */
async function compared(ways: Record<Way, Read>, { ids, count, pool }: Reads) {
  const perSecond: Record<Way, number[]> = { bound: [], free: [] };
  const cpu: Record<Way, number[]> = { bound: [], free: [] };
  for (let round = 0; round <= ROUNDS; round++)
    for (const way of round % 2 ? WAYS : WAYS.toReversed()) {
      const [cpuBefore, from] = [await cpuMs(pool, way), performance.now()];
      let asked = 0;
      const caller = async () => {
        while (asked < count) await ways[way](ids[asked++ % ids.length]!);
      };
      await Promise.all(Array.from({ length: CALLERS }, caller));
      const [seconds, cpuAfter] = [(performance.now() - from) / 1000, await cpuMs(pool, way)];
      if (round === 0) continue;
      perSecond[way].push(count / seconds);
      cpu[way].push(((cpuAfter - cpuBefore) * 1000) / count);
    }
  const [bound, free] = [median(perSecond.bound), median(perSecond.free)];
  return {
    per_s: Math.round(bound),
    per_s_without: Math.round(free),
    ratio: Number((bound / free).toFixed(3)),
    cpu_us: Math.round(median(cpu.bound)),
    cpu_us_without: Math.round(median(cpu.free)),
  };
}

/** Milliseconds on a CPU of this process, who asks and who answers, and of its connections of one way. */
async function cpuMs(pool: pg.Pool, way: Way): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('select pid from pg_stat_activity where application_name = $1', [
    way,
  ]);
  const backends = await Promise.all(rows.map(({ pid }) => runMsOf(pid)));
  const { user, system } = process.cpuUsage();
  return backends.reduce((sum, ms) => sum + ms, (user + system) / 1000);
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
