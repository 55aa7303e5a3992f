import { SERVICES } from '@takwin/contracts/topology';
import { connected, Database, migrate, prepareDatabase, type Urls } from '@takwin/platform/postgres';
import { startEmbedded } from '@takwin/platform/embedded-postgres';
import { loadApp } from '@takwin/services/load-app';
import type { Secrets } from './secrets.js';

export type Prepared = {
  /** By service, and `jobs` for the queue store. */
  urls: Record<string, Urls>;
  adminUrl: string;
  stop(): Promise<void>;
};

const NAME = 'takwin';

/**
 * A database with every schema, role and migration, and the reference data loaded: on `databaseUrl` where that is given, else on
 * the embedded PostgreSQL of the home. Ends what it started where it fails, or where `signal` tells it to.
 */
export async function prepare(
  home: string,
  secrets: Secrets,
  { databaseUrl, signal }: { databaseUrl?: string; signal?: AbortSignal },
): Promise<Prepared> {
  const server = databaseUrl ? undefined : await startEmbedded({ home, signal });
  const stop = async (): Promise<void> => server?.stop();
  // What is being migrated fails at once where its database ends, and is rolled back.
  const end = (): void => void stop().catch(() => {});
  signal?.addEventListener('abort', end);
  try {
    signal?.throwIfAborted();
    const adminUrl = databaseUrl ?? (await ensureDatabase(server!.url));
    const urls = await migrateAll(adminUrl, secrets.passwords, () => signal?.throwIfAborted());
    return { urls, adminUrl, stop };
  } catch (error) {
    await stop();
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', end);
  }
}

/**
 * Brings a database to this release: a role and a schema per service (and `jobs` for the queue store, where it has a password),
 * every migration, the reference data. Can be run again at any time; tells each step that it made.
 */
export async function migrateAll(
  adminUrl: string,
  passwords: Readonly<Record<string, string>>,
  tell: (line: string) => void = () => {},
): Promise<Record<string, Urls>> {
  const urls = await rolesAndSchemas(adminUrl, passwords);
  await withExtension(adminUrl);
  for (const name of SERVICES) {
    const app = await loadApp(name);
    for (const step of await migrate(urls[name]!.url, name, app.migrations ?? [])) tell(`${name}: ${step}`);
    if (app.load) await loaded(urls[name]!.url, app.load);
    tell(`${name}: at this release`);
  }
  return urls;
}

/** The roles with their rights, and an empty schema for each where there is none. */
export function rolesAndSchemas(
  adminUrl: string,
  passwords: Readonly<Record<string, string>>,
): Promise<Record<string, Urls>> {
  const { jobs } = passwords;
  return prepareDatabase(adminUrl, [
    ...SERVICES.map((name) => ({
      name,
      password: passwords[name]!,
      readerPassword: passwords[`${name}_reader`]!,
    })),
    ...(jobs === undefined ? [] : [{ name: 'jobs', password: jobs, createsSchemas: true }]),
  ]);
}

async function loaded(url: string, load: (db: Database) => Promise<void>): Promise<void> {
  const db = await Database.open({ url, name: 'reference data', max: 1 });
  try {
    await load(db);
  } finally {
    await db.close();
  }
}

async function ensureDatabase(serverUrl: string): Promise<string> {
  await connected({ connectionString: serverUrl }, async (admin) => {
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [NAME]);
    if (!rowCount) await admin.query(`create database ${NAME}`);
  });
  const url = new URL(serverUrl);
  url.pathname = `/${NAME}`;
  return url.href;
}

// A service's own role may not: the migration that needs it finds it there.
async function withExtension(adminUrl: string): Promise<void> {
  const sql = 'create extension if not exists btree_gist schema public';
  await connected({ connectionString: adminUrl }, (admin) => admin.query(sql));
}
