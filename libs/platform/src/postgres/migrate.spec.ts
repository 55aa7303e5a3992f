import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { actorOf } from '../testing/actor.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { migrate, type Migration } from './migrate.js';

const first: Migration = { name: '2026-01-01-shelf', up: 'create table shelf(id int primary key)' };
const second: Migration = { name: '2026-01-02-book', up: 'create table book(shelf int references shelf)' };
const earlier: Migration = { name: '2026-01-01-late', up: 'alter table book add title text' };
const broken: Migration = { name: '2026-01-03-broken', up: 'create table lamp(id int); create table lamp(id int)' };

describe('migrations', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await testDatabase({ schema: 'elsewhere', migrations: [] });
  });
  afterAll(() => test.close());

  it('run once, in the order of the list, in the schema that is named', async () => {
    const url = test.url;
    expect(await migrate(url, 'library', [first])).toEqual([first.name]);
    expect(await migrate(url, 'library', [first, second, earlier])).toEqual([second.name, earlier.name]);
    expect(await migrate(url, 'library', [first, second, earlier])).toEqual([]);
    expect(await tables('library')).toEqual(['book', 'migration', 'shelf']);
  });

  it('leave nothing of one that fails, and keep those before it', async () => {
    await expect(migrate(test.url, 'halls', [first, broken])).rejects.toThrow('relation "lamp" already exists');
    expect(await tables('halls')).toEqual(['migration', 'shelf']);
  });

  it('are run by one of many processes that start together', async () => {
    const runs = await Promise.all([1, 2, 3, 4].map(() => migrate(test.url, 'crowd', [first, second])));
    expect(runs.flat()).toEqual([first.name, second.name]);
  });

  it('refuse two of one name', async () => {
    await expect(migrate(test.url, 'twins', [first, first])).rejects.toThrow('two migrations are named');
  });

  const tables = (schema: string) =>
    test.db.readAs(actorOf('system'), async (tx) => {
      const rows = await tx.query<{ name: string }>(
        sql`select tablename as name from pg_tables where schemaname = ${schema} order by 1`,
      );
      return rows.map(({ name }) => name);
    });
});
