import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql, { type Sql } from 'sql-template-tag';
import { actorOf } from '../testing/actor.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { migrate, type Migration } from './migrate.js';

const first: Migration = { name: '2026-01-01-shelf', up: 'create table shelf(id int primary key)' };
const second: Migration = { name: '2026-01-02-book', up: 'create table book(shelf int references shelf)' };
const earlier: Migration = { name: '2026-01-01-late', up: 'alter table book add title text' };
const broken: Migration = { name: '2026-01-03-broken', up: 'create table lamp(id int); create table lamp(id int)' };
const unwritten: Migration = { name: '2026-01-03-unwritten', up: 'create table lamp(); drop table migration' };

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
    await expect(migrate(test.url, 'halls', [first, unwritten])).rejects.toThrow('relation "halls.migration" does not');
    expect(await tables('halls')).toEqual(['migration', 'shelf']);
  });

  it('are known again by their names where earlier releases ran them', async () => {
    await run(sql`
      create schema attic;
      create table attic.migration(id serial primary key, "timestamp" bigint not null, name varchar not null);
      insert into attic.migration("timestamp", name) values (1, '2026-01-01-shelf'), (2, '2026-01-02-book');
      create table attic.shelf(id int primary key);
      create table attic.book(shelf int references attic.shelf)`);
    expect(await migrate(test.url, 'attic', [first, second])).toEqual([]);
    expect(await migrate(test.url, 'attic', [first, second, earlier])).toEqual([earlier.name]);
    expect(await run(sql`select * from attic.migration order by id`)).toEqual([
      { id: 1, timestamp: 1, name: first.name },
      { id: 2, timestamp: 2, name: second.name },
      { id: 3, timestamp: 3, name: earlier.name },
    ]);
  });

  it('are run by one of many processes that start together', async () => {
    const runs = await Promise.all([1, 2, 3, 4].map(() => migrate(test.url, 'crowd', [first, second])));
    expect(runs.flat()).toEqual([first.name, second.name]);
  });

  it('make an index while others write, and begin one anew that was broken off', async () => {
    const indexed: Migration = {
      name: '2026-01-03-indexed',
      index: { name: 'shelf_by_id', on: 'shelf using hash(id)' },
      up: 'alter table shelf set (fillfactor = 90)',
    };
    const backends = () =>
      run(
        sql`select pid::text as name from pg_stat_activity where query like 'create index concurrently shelf_by_id%' and datname = current_database() and wait_event_type = 'Lock'`,
      );
    const valid = () =>
      run(sql`select indisvalid::text as name from pg_index where indexrelid = to_regclass('busy.shelf_by_id')`);
    const made = async (): Promise<string> => {
      for (;;) {
        const [found] = await backends();
        if (found) return found.name;
      }
    };
    await migrate(test.url, 'busy', [first]);
    let broken: Promise<unknown> = Promise.resolve();
    await test.db.asActor(actorOf('system'), async (tx) => {
      await tx.query(sql`insert into busy.shelf values (1)`);
      broken = expect(migrate(test.url, 'busy', [first, indexed])).rejects.toThrow();
      const backend = await made();
      await test.db.asActor(actorOf('system'), (other) => other.query(sql`insert into busy.shelf values (2)`));
      await tx.query(sql`select pg_terminate_backend(${backend}::int)`);
      await broken;
    });
    expect(await valid()).toEqual([{ name: 'false' }]);
    expect(await Promise.all([1, 2].map(() => migrate(test.url, 'busy', [first, indexed])))).toContainEqual([
      indexed.name,
    ]);
    expect(await valid()).toEqual([{ name: 'true' }]);
    await run(sql`drop index busy.shelf_by_id`);
    expect(await migrate(test.url, 'busy', [first, indexed])).toEqual([]);
  });

  it('refuse two of one name', async () => {
    await expect(migrate(test.url, 'twins', [first, first])).rejects.toThrow('two migrations are named');
  });

  const run = (statement: Sql) => test.db.asActor(actorOf('system'), (tx) => tx.query<{ name: string }>(statement));
  const tables = async (schema: string) => {
    const rows = await run(sql`select tablename as name from pg_tables where schemaname = ${schema} order by 1`);
    return rows.map(({ name }) => name);
  };
});
