import { expect, it } from '@jest/globals';
import { ConfigError } from '@takwin/platform/config';
import pg from 'pg';
import { testDatabase } from '@takwin/platform/testing';
import { explain } from './explain.js';

it('names the variable that is wrong, and says in a sentence what is', async () => {
  const away = await failureOf('postgres://nobody@127.0.0.1:1/takwin');
  expect(explain(away)).toMatch(/^DATABASE_URL: PostgreSQL cannot be reached: .*ECONNREFUSED/);
  expect(explain(away, 'ADMIN_DATABASE_URL')).toMatch(/^ADMIN_DATABASE_URL: PostgreSQL cannot be reached/);
  expect(explain(await failureOf('postgres://nobody@localhost:1/takwin'))).toMatch(/cannot be reached: .*ECONNREFUSED/);
  expect(explain(new ConfigError('PORT: is no number'))).toBe('PORT: is no number');
});

it('tells a database that is not there from a server that is not', async () => {
  const database = await testDatabase({ schema: 'nowhere', migrations: [] });
  const url = new URL(database.url);
  url.pathname = '/nowhere';
  const missing = await failureOf(url.href);
  await database.close();
  expect(explain(missing)).toBe('DATABASE_URL: database "nowhere" does not exist');
});

it('shows the stack of what it does not know', () => {
  expect(explain(new Error('who knows'))).toMatch(/^Error: who knows\n {4}at /);
});

async function failureOf(connectionString: string): Promise<unknown> {
  const client = new pg.Client({ connectionString });
  try {
    await client.connect();
  } catch (error) {
    return error;
  } finally {
    await client.end().catch(() => {});
  }
  throw new Error('it could be reached');
}
