import pg from 'pg';
import { DataSource, Migration as Executed, MigrationExecutor, type QueryRunner } from 'typeorm';
import { connection } from './connection.js';

/** A step forward of a schema: `name` is unique and never changes, `up` is SQL that names its tables without a schema. */
export type Migration = { readonly name: string; readonly up: string };

const TABLE = 'migration';

// One key for all schemas of a database: their migrations may create roles and extensions, which schemas share.
const LOCK = 7_236_001;

/**
 * Runs the migrations that the schema has not had, in the order given, each in a transaction of its own. Many processes
 * may call it at once: one works and the others wait. Creates the schema where the role may. Returns the names that ran.
 */
export function migrate(url: string, schema: string, migrations: readonly Migration[]): Promise<string[]> {
  return withExecutor(url, schema, migrations, async (executor, runner) => {
    await runner.query('select pg_advisory_lock($1)', [LOCK]);
    if (!(await runner.hasSchema(schema))) await runner.createSchema(schema);
    const done = await executor.executePendingMigrations();
    return done.map(({ name }) => name);
  });
}

async function withExecutor<T>(
  url: string,
  schema: string,
  migrations: readonly Migration[],
  work: (executor: InOrder, runner: QueryRunner) => Promise<T>,
): Promise<T> {
  refuseDoubles(migrations);
  const source = new DataSource({
    type: 'postgres',
    // The advisory lock goes with the one connection.
    extra: { ...connection(url, `migrate ${schema}`), statement_timeout: false, max: 1 },
    schema,
    migrationsTableName: TABLE,
    migrationsTransactionMode: 'each',
    installExtensions: false,
    logger: 'debug',
    poolErrorHandler: () => {},
  });
  await source.initialize();
  const runner = source.createQueryRunner();
  try {
    await runner.query(`set search_path to ${pg.escapeIdentifier(schema)}`);
    return await work(new InOrder(source, runner, migrations), runner);
  } finally {
    await runner.release();
    await source.destroy();
  }
}

/** TypeORM's executor, taking migrations as they are listed instead of sorting classes by a timestamp in their names. */
class InOrder extends MigrationExecutor {
  constructor(
    source: DataSource,
    runner: QueryRunner,
    private readonly list: readonly Migration[],
  ) {
    super(source, runner);
    this.transaction = 'each';
  }

  protected override getMigrations(): Executed[] {
    return this.list.map(({ name, up }, index) => new Executed(undefined, index + 1, name, new Step(up)));
  }
}

class Step {
  constructor(private readonly sql: string) {}

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(this.sql);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}

function refuseDoubles(migrations: readonly Migration[]): void {
  const names = migrations.map(({ name }) => name);
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double) throw new Error(`two migrations are named ${double}`);
}
