import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { PostgresStore } from './postgres-store.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase({ schema: 'store_under_test', migrations: [] });
});
afterAll(() => database?.close());

describe('the queue store on PostgreSQL', () => {
  it('outlives a server that dies while a connection is taken and nothing is asked on it', async () => {
    const store = new PostgresStore(database.url);
    const client = await store.pool.connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    await store.query('select pg_terminate_backend($1, 5000)', [rows[0]!.pid]);
    await pause(100);
    await expect(client.query('select 1')).rejects.toThrow();
    client.release(true);
    await store.ping();
    await store.close();
  });
});
