import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { connected } from './connection.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase({ schema: 'connection', migrations: [] });
});
afterAll(() => database?.close());

const one = () => connected({ connectionString: database.url }, (client) => client.query('select 1 as one'));

describe('a connection of its own', () => {
  it('is closed after the work, whatever comes of it', async () => {
    expect((await one()).rows).toEqual([{ one: 1 }]);
    const failing = connected({ connectionString: database.url }, (client) => client.query('select nothing'));
    await expect(failing).rejects.toThrow(/nothing/);
  });

  it('fails with its next statement, and not with the process, where the server ends it in between', async () => {
    const ended = connected({ connectionString: database.url }, async (client) => {
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      const gone = new Promise((end) => client.once('end', end));
      await connected({ connectionString: database.url }, (other) =>
        other.query('select pg_terminate_backend($1)', [rows[0]!.pid]),
      );
      await gone;
      return client.query('select 1');
    });
    await expect(ended).rejects.toThrow(/not queryable|closed|terminated/i);
  });
});
