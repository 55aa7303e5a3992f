import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { EntitySchema } from 'typeorm';
import { FixedClock } from '../clock/clock.js';
import { Database } from '../postgres/database.js';
import { migrate, type Migration } from '../postgres/migrate.js';
import { boundRights, boundRoles } from '../postgres/roles.js';
import { testServer } from './server.js';

/** A database of one spec file. `close` drops it, and fails the spec where connections to it were left open. */
export type TestDatabase = {
  url: string;
  db: Database;
  clock: FixedClock;
  close(): Promise<void>;
};

type Wanted = {
  schema: string;
  migrations: readonly Migration[];
  entities?: EntitySchema[];
  /** Loads what ships with the product; by its name the same for all of the schema. */
  reference?: (db: Database) => Promise<void>;
};

const START = '2026-11-23T09:00:00Z';

/**
 * A database with the migrations run in `schema`, and the reference data in it, cloned from a template that is made once for all
 * that want the same. The clock stands at 2026-11-23T09:00:00Z.
 */
export async function testDatabase({ schema, migrations, entities, reference }: Wanted): Promise<TestDatabase> {
  const server = await testServer();
  const name = `test_${schema}_${randomBytes(6).toString('hex')}`;
  // A server that is given outlives the run, and what ships may change meanwhile.
  const anew = process.env.TAKWIN_TEST_DATABASE_URL ? reference : undefined;
  const template = await templateOf(server, { schema, migrations, reference: anew ? undefined : reference });
  // By its files: through the WAL it costs PostgreSQL more than twice the work.
  await administer(server, (admin) => admin.query(`create database ${name} template ${template} strategy file_copy`));
  const url = urlOf(server, name, schema);
  const clock = new FixedClock(START);
  const db = await Database.open({ url, name: `${schema} under test`, clock, entities });
  await anew?.(db);
  return { url, db, clock, close: () => drop(server, name, db) };
}

async function templateOf(server: string, { schema, migrations, reference }: Wanted): Promise<string> {
  const hash = createHash('sha256')
    .update(JSON.stringify([schema, migrations, reference?.name, boundRights(schema, 'current_user')]))
    .digest('hex')
    .slice(0, 16);
  const template = `template_${hash}`;
  const known = (admin: pg.Client) => admin.query('select from pg_database where datname = $1', [template]);
  await administer(server, async (admin) => {
    if ((await known(admin)).rowCount) return;
    await admin.query('select pg_advisory_lock(hashtextextended($1, 0))', [template]);
    if ((await known(admin)).rowCount) return;
    // Made under another name first, so that one that was left half made is never taken for a template.
    const draft = `${template}_draft`;
    await admin.query(`drop database if exists ${draft} with (force)`);
    await admin.query(`create database ${draft}`);
    // Roles belong to the whole server, for which other templates may be made at once.
    await admin.query(`select pg_advisory_lock(hashtextextended('roles', 0))`);
    await admin.query(await boundRoles(admin, schema, 'current_user'));
    await admin.query(`select pg_advisory_unlock(hashtextextended('roles', 0))`);
    const url = urlOf(server, draft, schema);
    await migrate(url, schema, migrations);
    await administer(url, (own) => own.query(boundRights(schema, 'current_user')));
    if (reference) await loadInto(url, reference);
    await admin.query(`alter database ${draft} rename to ${template}`);
  });
  return template;
}

async function loadInto(url: string, reference: (db: Database) => Promise<void>): Promise<void> {
  const db = await Database.open({ url, name: 'reference data', clock: new FixedClock(START), max: 1 });
  try {
    await reference(db);
  } finally {
    await db.close();
  }
}

async function drop(server: string, name: string, db: Database): Promise<void> {
  await db.close();
  await administer(server, async (admin) => {
    const left = await connectionsLeft(admin, name);
    await admin.query(`drop database ${name} with (force)`);
    if (left.length > 0) throw new Error(`connections to the test database were left open:\n${left.join('\n')}`);
  });
}

// A backend that was just told to end may be seen for some milliseconds more.
async function connectionsLeft(admin: pg.Client, database: string): Promise<string[]> {
  for (let waited = 0; ; waited += 50) {
    const { rows } = await admin.query<{ who: string }>(
      `select format('%s, %s, last: %s', application_name, state, left(query, 200)) as who
       from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
      [database],
    );
    if (rows.length === 0 || waited >= 2_000) return rows.map(({ who }) => who);
    await pause(50);
  }
}

async function administer<T>(server: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: server, application_name: 'test databases' });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function urlOf(server: string, database: string, schema: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  url.searchParams.set('options', `-c search_path=${schema}`);
  return url.href;
}
