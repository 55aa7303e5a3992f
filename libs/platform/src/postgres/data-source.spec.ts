import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { EntitySchema } from 'typeorm';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { dataSourceOn } from './data-source.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase({ schema: 'mapped', migrations: [] });
});
afterAll(() => database?.close());

const PID = 'select pg_backend_pid() as pid';

describe('TypeORM on a pool of ours', () => {
  it('runs on its connections, and ends it', async () => {
    const pool = new pg.Pool({ connectionString: database.url, max: 1 });
    const source = await dataSourceOn(pool);
    const ours = (await pool.query<{ pid: number }>(PID)).rows;
    expect(await source.query(PID)).toEqual(ours);
    const runner = source.createQueryRunner();
    const client = (await runner.connect()) as pg.PoolClient;
    expect((await client.query<{ pid: number }>(PID)).rows).toEqual(ours);
    await runner.release();
    await source.destroy();
    expect(pool.ended).toBe(true);
  });

  it('leaves no connection where it cannot start', async () => {
    const keyless = new EntitySchema<{ at: Date }>({ name: 'keyless', columns: { at: { type: 'timestamptz' } } });
    const pool = new pg.Pool({ connectionString: database.url });
    await expect(dataSourceOn(pool, { entities: [keyless] })).rejects.toThrow('primary column');
    expect(pool.ended).toBe(true);
    const nowhere = new pg.Pool({ connectionString: 'postgres://127.0.0.1:1/nowhere' });
    await expect(dataSourceOn(nowhere)).rejects.toThrow('ECONNREFUSED');
    expect(nowhere.ended).toBe(true);
  });
});
