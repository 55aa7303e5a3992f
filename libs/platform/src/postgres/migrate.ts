import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { Migration as Executed, MigrationExecutor, type QueryRunner } from 'typeorm';
import { connection } from './connection.js';
import { dataSourceOn } from './data-source.js';

/**
 * A step forward of a schema: `name` is unique and never changes, `up` is SQL that names its tables without a schema. `index` is made before
 * it while others write (`on`: what stands there in `create index NAME on`), since on a large table that takes minutes.
 */
export type Migration = {
  readonly name: string;
  readonly up: string;
  readonly index?: { readonly name: string; readonly on: string };
};

const TABLE = 'migration';

// One key for all schemas of a database: their migrations may create roles and extensions, which schemas share.
const LOCK = 7_236_001;

/** Between two looks whether others are done, in milliseconds. */
const PAUSE = 100;

/**
 * Runs the migrations that the schema has not had, in the order given, each in a transaction of its own. Many processes
 * may call it at once: one works and the others wait. Creates the schema where the role may. Returns the names that ran.
 */
export async function migrate(url: string, schema: string, migrations: readonly Migration[]): Promise<string[]> {
  refuseDoubles(migrations);
  return withExecutor(url, schema, async (executor, runner) => {
    await takeTurn(runner);
    if (!(await runner.hasSchema(schema))) await runner.createSchema(schema);
    const had = new Set((await executor.getExecutedMigrations()).map(({ name }) => name));
    const pending = migrations.flatMap((one, index) => (had.has(one.name) ? [] : [[one, index] as const]));
    for (const [one, index] of pending) {
      if (one.index) await makeIndex(runner, one.index);
      await inTransaction(runner, () => executor.executeMigration(toExecute(one, index)));
    }
    return pending.map(([{ name }]) => name);
  });
}

// A statement that waits for the lock would be waited for by an index that is made: each would wait for the other.
async function takeTurn(runner: QueryRunner): Promise<void> {
  for (;;) {
    const [turn] = (await runner.query('select pg_try_advisory_lock($1) as mine', [LOCK])) as { mine: boolean }[];
    if (turn!.mine) return;
    await setTimeout(PAUSE);
  }
}

async function makeIndex(runner: QueryRunner, { name, on }: NonNullable<Migration['index']>): Promise<void> {
  const asked = 'select indisvalid as valid from pg_index where indexrelid = to_regclass($1)';
  const [found] = (await runner.query(asked, [name])) as { valid: boolean }[];
  if (found?.valid) return;
  // One that was broken off is there, serves no query, and is kept up to date for nothing.
  if (found) await runner.query(`drop index concurrently ${name}`);
  await runner.query(`create index concurrently ${name} on ${on}`);
}

async function withExecutor<T>(
  url: string,
  schema: string,
  work: (executor: MigrationExecutor, runner: QueryRunner) => Promise<T>,
): Promise<T> {
  // The advisory lock goes with the one connection.
  const pool = new pg.Pool({ ...connection(url, `migrate ${schema}`), statement_timeout: false, max: 1 });
  pool.on('error', () => {});
  const source = await dataSourceOn(pool, { schema, migrationsTableName: TABLE });
  const runner = source.createQueryRunner();
  try {
    await runner.query(`set search_path to ${pg.escapeIdentifier(schema)}`);
    return await work(new MigrationExecutor(source, runner), runner);
  } finally {
    await runner.release();
    await source.destroy();
  }
}

async function inTransaction(runner: QueryRunner, work: () => Promise<unknown>): Promise<void> {
  await runner.startTransaction();
  try {
    await work();
    await runner.commitTransaction();
  } catch (error) {
    // A connection that is lost has rolled back already.
    await runner.rollbackTransaction().catch(() => {});
    throw error;
  }
}

// TypeORM would sort classes by a timestamp in their names; ours run as they are listed.
const toExecute = ({ name, up }: Migration, index: number): Executed =>
  new Executed(undefined, index + 1, name, {
    up: (runner) => runner.query(up),
    down: () => Promise.reject(new Error('migrations go forward only')),
  });

function refuseDoubles(migrations: readonly Migration[]): void {
  const names = migrations.map(({ name }) => name);
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double) throw new Error(`two migrations are named ${double}`);
}
