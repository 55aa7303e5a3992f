import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { academiesEntities, academiesMigrations, AcademiesModule, loadAcademiesReference } from '@takwin/academies';
import { LicensingModule, licensingMigrations, loadLicensingReference } from '@takwin/licensing';
import { type Actor, systemActor } from '@takwin/platform/auth';
import { SystemClock } from '@takwin/platform/clock';
import { startEmbedded } from '@takwin/platform/embedded-postgres';
import { connected, Database, migrate, prepareDatabase, within } from '@takwin/platform/postgres';
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

/** Rows that are bound, as their service answers them by id. */
type Bound = {
  service: string;
  module: Parameters<typeof testService>[0];
  migrations: Parameters<typeof migrate>[2];
  entities?: NonNullable<Parameters<typeof Database.open>[0]['entities']>;
  env: Record<string, string>;
  load: (db: Database) => Promise<void>;
  path: string;
  /** The table with its alias, and the column of its academy. */
  table: Sql;
  academy: Sql;
  plant: (count: number) => Sql[];
};

const KEY = Buffer.alloc(32, 7).toString('base64');

const BOUND: Record<string, Bound> = {
  licences: {
    service: 'licensing',
    module: LicensingModule,
    migrations: licensingMigrations,
    env: { INITIAL_SECRET_KEY: KEY },
    load: loadLicensingReference,
    path: '/v1/licences',
    table: sql`licence r`,
    academy: sql`r.academy_id`,
    plant: (count) => [
      sql`create temporary table place as select n, gen_random_uuid() as id from generate_series(1, ${ACADEMIES}::int) n`,
      sql`insert into licence(person_id, sku_id, academy_id, region, state, assigned_on)
        select gen_random_uuid(), (select id from sku limit 1), place.id, ${REGION}, 'assigned', '2026-11-20'
        from generate_series(1, ${count}::int) n join place on place.n = 1 + n.n % ${ACADEMIES}::int`,
      sql`analyze licence`,
    ],
  },
  persons: {
    service: 'academies',
    module: AcademiesModule,
    migrations: academiesMigrations,
    entities: academiesEntities,
    env: { CIN_ENCRYPTION_KEY: KEY, CIN_HASH_KEY: KEY },
    load: loadAcademiesReference,
    path: '/v1/persons',
    table: sql`person r`,
    academy: sql`r.academy_id`,
    plant: (count) => [
      sql`insert into person(kind, family_fr, given_fr, birth_date, synthetic, academy_id, region, created_by)
        select 'trainee', 'FAMILY ' || n, 'Given', '2004-05-06', true, a.id, a.region, 'bench'
        from (select id, region, row_number() over (order by id) as at, count(*) over () as of from academy) a
        join generate_series(1, ${count}::int) n on a.at = 1 + n % a.of`,
      sql`insert into placement(person_id, academy_id, region, group_code, filiere, year, stated_by)
        select id, academy_id, region, 'DEV101', 'DD', 2026, 1 from person`,
      sql`analyze person`,
      sql`analyze placement`,
    ],
  },
};

/**
 * What row-level security costs who reads by key: licences and persons by their ids, as a manager of their academy. Asked by REST of two
 * services on one database, one of which sends its statements as they are, as the login that owns the tables; and by statements alone.
 */
export const bounds: Trial = {
  about: 'reads by key with row-level security, and without: how many a second, and their CPU (--reads N, --rows N)',
  async run(args) {
    const options = {
      reads: { type: 'string', default: '1000' },
      rows: { type: 'string', default: '50000' },
    } as const;
    const { values: asked } = parseArgs({ args, options });
    const home = await temporaryHome('bounds');
    await using opened = new AsyncDisposableStack();
    opened.defer(() => rm(home, { recursive: true, force: true }));
    const server = await startEmbedded({ home });
    opened.defer(() => server.stop());
    await connected({ connectionString: server.url }, (admin) =>
      admin.query('create extension if not exists btree_gist schema public'),
    );
    const values: Record<string, number> = {};
    for (const [name, of] of Object.entries(BOUND)) {
      const told = await costs(server.url, of, { reads: Number(asked.reads), rows: Number(asked.rows) });
      for (const [key, value] of Object.entries(told)) values[`${name}_${key}`] = value;
    }
    return { values, holds: Object.keys(BOUND).every((name) => values[`${name}_ratio`]! >= LEAST) };
  },
};

async function costs(server: string, of: Bound, { reads, rows }: { reads: number; rows: number }) {
  await using opened = new AsyncDisposableStack();
  const { service, entities = [] } = of;
  const { url } = (await prepareDatabase(server, [{ name: service, password: 'bench' }]))[service]!;
  await migrate(url, service, of.migrations);
  const bound = await Database.open({ url, name: 'bound', entities });
  opened.defer(() => bound.close());
  // What is read by key has its plan kept on both sides.
  const options = '-c plan_cache_mode=force_generic_plan';
  const pool = new pg.Pool({ connectionString: url, types: DAYS_AS_TEXT, max: 5, application_name: 'free', options });
  opened.defer(() => pool.end());
  const free = unguarded(pool);
  await of.load(bound);
  await bound.asActor(systemActor('bench'), async (tx) => {
    for (const statement of of.plant(rows)) await tx.query(statement);
  });
  const [row] = await read<{ academy: string }>(bound, sql`select ${of.academy} as academy from ${of.table} limit 1`);
  const actor = actorOf('academy-manager', { academies: [row!.academy] });
  const theirs = sql`${within(actor, { academy: of.academy })}`;
  const ids = await read<{ id: string }>(bound, sql`select r.id from ${of.table} where ${theirs}`);

  const tokens = await testTokens();
  opened.defer(() => tokens.close());
  const authorization = `Bearer ${await tokens.of({ role: 'academy-manager', academies: [row!.academy] })}`;
  const patience = new Patience();
  const restOf = async (db: Database): Promise<Read> => {
    const running = await testService(of.module, { env: { ...tokens.env, ...of.env }, db });
    opened.defer(() => running.close());
    return async (id) => {
      const answer = await patience.fetch(`${running.url}${of.path}/${id}`, { headers: { authorization } });
      if (((await answer.json()) as { id?: string }).id !== id) throw new Error(`${answer.status} of ${id}`);
    };
  };
  const byKey = (id: string) => sql`select r.id, r.state, r.version from ${of.table} where r.id = ${id} and ${theirs}`;
  const statementOf =
    (db: Database): Read =>
    (id) =>
      db.readByKey(actor, (tx) => tx.one(byKey(id)));

  const asked = { ids: ids.map(({ id }) => id), count: reads, pool };
  const rest = await compared({ bound: await restOf(bound), free: await restOf(free) }, asked);
  const statements = await compared({ bound: statementOf(bound), free: statementOf(free) }, asked);
  return {
    ...rest,
    ...Object.fromEntries(Object.entries(statements).map(([key, value]) => [`statement_${key}`, value])),
  };
}

const read = <R>(db: Database, statement: Sql): Promise<R[]> =>
  db.readAs(systemActor('bench'), (tx) => tx.query<R>(statement));

const DAYS_AS_TEXT: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: string) =>
    oid === Number(pg.types.builtins.DATE) ? String : (pg.types.getTypeParser(oid, format as 'text') as never),
};

/** A database that reads, and tells PostgreSQL nothing of who asks. */
function unguarded(pool: pg.Pool): Database {
  const clock = new SystemClock();
  const names = new Map<string, string>();
  const nameOf = (text: string) => names.get(text) ?? names.set(text, `kept_${names.size}`).get(text)!;
  const readBy = (named: boolean) => (actor: Actor, work: (tx: object) => unknown) => {
    const query = async ({ text, values }: Sql) =>
      (await pool.query({ text, values, ...(named && { name: nameOf(text) }) })).rows as unknown[];
    const one = async (statement: Sql) => (await query(statement))[0];
    return work({ actor, at: clock.now(), query, one });
  };
  return { clock, readAs: readBy(false), readByKey: readBy(true) } as unknown as Database;
}

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
