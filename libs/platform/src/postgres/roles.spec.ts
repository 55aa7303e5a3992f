import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { eventLogMigration } from '../events/log.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { boundRoleOf, scopedRolesOf } from './bounds.js';
import { migrate } from './migrate.js';
import { prepareDatabase, type Urls } from './roles.js';

const PERMISSION = { code: '42501' };

describe('a prepared database', () => {
  // Roles belong to the whole server: the names are of this run only.
  const run = randomBytes(4).toString('hex');
  const [bakery, dairy, admin] = [`bakery_${run}`, `dairy_${run}`, `admin_${run}`] as [string, string, string];
  const tenants = [
    { name: bakery, password: "it's / #1", readerPassword: 'r@ader' },
    { name: dairy, password: 'milk', createsSchemas: true },
  ];
  let test: TestDatabase;
  let adminUrl: string;
  let urls: Record<string, Urls>;

  beforeAll(async () => {
    test = await testDatabase({ schema: 'public', migrations: [] });
    adminUrl = await administrator();
    urls = await prepareDatabase(adminUrl, tenants);
    await migrate(urls[bakery]!.url, bakery, [
      eventLogMigration(bakery),
      { name: 'bread', up: 'create table bread(id int); insert into bread values (1)' },
    ]);
  });
  afterAll(async () => {
    const acted = [bakery, dairy].flatMap((one) => [boundRoleOf(one), ...scopedRolesOf(one).map(([role]) => role)]);
    const roles = [bakery, dairy, ...acted, `${bakery}_reader`];
    await as(test.url, ...roles.map((role) => `drop owned by ${role}`), `drop role ${roles.join(', ')}`);
    await as(
      test.url,
      `drop owned by ${admin}`,
      `alter database ${name()} owner to current_user`,
      `drop role ${admin}`,
    );
    await test.close();
  });

  const name = () => new URL(test.url).pathname.slice(1);
  const administrator = async () => {
    await as(
      test.url,
      `create role ${admin} login createrole password 'admin'`,
      `alter database ${name()} owner to ${admin}`,
    );
    const url = new URL(test.url);
    url.username = admin;
    url.password = 'admin';
    return url.href;
  };
  const as = async (url: string, ...statements: string[]): Promise<unknown[]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      for (const statement of statements.slice(0, -1)) await client.query(statement);
      return (await client.query(statements.at(-1)!)).rows;
    } finally {
      await client.end();
    }
  };

  it('gives each service a schema in which it alone works', async () => {
    expect(await as(urls[bakery]!.url, 'select id from bread')).toEqual([{ id: 1 }]);
    await as(urls[dairy]!.url, 'create table milk(id int)');
    await expect(as(urls[dairy]!.url, `select id from ${bakery}.bread`)).rejects.toMatchObject(PERMISSION);
    await expect(as(urls[bakery]!.url, `select id from ${dairy}.milk`)).rejects.toMatchObject(PERMISSION);
  });

  it('has a service act as roles that work on its tables, those made later too, and own none', async () => {
    const bound = (...statements: string[]) => as(urls[bakery]!.url, `set role ${bakery}_bound_academy`, ...statements);
    await as(urls[bakery]!.url, 'create table roll(id bigint generated always as identity, of int)');
    await bound(
      'insert into bread values (2)',
      'insert into roll(of) values (2)',
      'create temporary table mine(id int)',
    );
    expect(await bound('delete from bread where id = 2 returning id')).toEqual([{ id: 2 }]);
    for (const past of ['drop table roll', 'truncate bread', 'alter table bread disable row level security'])
      await expect(bound(past)).rejects.toMatchObject(PERMISSION);
    await expect(bound('create table mine(id int)')).rejects.toMatchObject(PERMISSION);
    await expect(as(urls[dairy]!.url, `set role ${bakery}_bound_academy`)).rejects.toMatchObject(PERMISSION);
  });

  it('lets the reader of a log read the log, and listen to it', async () => {
    const reader = urls[bakery]!.readerUrl!;
    expect(await as(reader, 'select * from event')).toEqual([]);
    await as(reader, `listen ${bakery}_event`);
  });

  it.each([
    ['another table', () => 'select * from bread'],
    ['what is not published yet', () => 'select * from event_new'],
    ['cursors', () => 'select * from event_cursor'],
    ['publish()', () => 'select publish(1)'],
    ['the log, to write', () => 'delete from event'],
    ['a table of its own', () => 'create table mine(id int)'],
    ['a temporary table', () => 'create temporary table mine(id int)'],
    ['a schema', () => `create schema mine_${run}`],
  ])('refuses the reader %s', async (_, statement) => {
    const attempt = as(urls[bakery]!.readerUrl!, 'set default_transaction_read_only = off', statement());
    await expect(attempt).rejects.toMatchObject(PERMISSION);
  });

  it('lets only those create schemas who were allowed to', async () => {
    await as(urls[dairy]!.url, `create schema jobs_${run}`);
    await expect(as(urls[bakery]!.url, `create schema jobs2_${run}`)).rejects.toMatchObject(PERMISSION);
  });

  it('can be prepared again, which sets the passwords and leaves the data', async () => {
    const again = await prepareDatabase(adminUrl, [{ name: bakery, password: 'new', readerPassword: 'newer' }]);
    expect(await as(again[bakery]!.url, 'select id from bread')).toEqual([{ id: 1 }]);
    expect(await as(again[bakery]!.readerUrl!, 'select * from event')).toEqual([]);
  });

  it('grants the log also where it was there before its reader', async () => {
    await migrate(urls[dairy]!.url, dairy, [eventLogMigration(dairy)]);
    const later = await prepareDatabase(adminUrl, [{ name: dairy, password: 'milk', readerPassword: 'late' }]);
    expect(await as(later[dairy]!.readerUrl!, 'select * from event')).toEqual([]);
    await as(test.url, `drop owned by ${dairy}_reader`, `drop role ${dairy}_reader`);
  });

  it('refuses a name that would need quoting', async () => {
    await expect(prepareDatabase(adminUrl, [{ name: 'no; drop', password: '' }])).rejects.toThrow(
      'cannot name a schema',
    );
  });
});
