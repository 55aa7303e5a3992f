import sql from 'sql-template-tag';
import { systemActor } from '../auth/actor.js';
import { ConfigError } from '../config/env.js';
import type { Database } from './database.js';
import type { Migration } from './migrate.js';

/** What a migration's name ends with when the release before it cannot work on what it leaves. */
export const CONTRACT = '-contract';

/**
 * Refuses a schema that this code cannot work on: one that lacks a migration of ours, or has had a later release's that
 * takes something away. What a later release only added is no obstacle, so that both run side by side during an upgrade.
 * A start never migrates: that is the operator's to do.
 */
export async function demandSchema(db: Database, migrations: readonly Migration[]): Promise<void> {
  const had = await namesOf(db);
  const known = new Set(migrations.map(({ name }) => name));
  const lacking = [...known].filter((name) => !had.has(name));
  const beyond = [...had].filter((name) => name.endsWith(CONTRACT) && !known.has(name));
  if (lacking.length > 0)
    throw new ConfigError(`DATABASE_URL: the schema is older than this release, migrate it: ${some(lacking)}`);
  if (beyond.length > 0)
    throw new ConfigError(`DATABASE_URL: the schema is newer than this release can work on: ${some(beyond)}`);
}

async function namesOf(db: Database): Promise<Set<string>> {
  const rows = await db.readAs(systemActor('start'), async (tx) => {
    const there = await tx.one<{ there: boolean }>(sql`select to_regclass('migration') is not null as there`);
    return there?.there ? tx.query<{ name: string }>(sql`select name from migration`) : [];
  });
  return new Set(rows.map(({ name }) => name));
}

const some = (names: string[]): string =>
  names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
