import { beforeAll } from '@jest/globals';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { queuesContract } from './queues.contract.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase({ schema: 'jobs_under_test', migrations: [] });
});

queuesContract('on PostgreSQL', {
  get url() {
    return plain();
  },
  urls: (url) => ({ QUEUE_DATABASE_URL: url }),
  wipe: () => ask('drop schema if exists jobs cascade'),
  // Neither the one that asks nor the spec's own pool is counted.
  connections: async () => {
    const [row] = await ask<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and application_name <> 'jobs_under_test under test'`,
    );
    return row!.count;
  },
  close: () => database.close(),
});

// Without the search_path of the spec's schema: the store has one of its own.
function plain(): string {
  const url = new URL(database.url);
  url.searchParams.delete('options');
  return url.href;
}

async function ask<T extends object>(statement: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<T>(statement)).rows;
  } finally {
    await client.end();
  }
}
