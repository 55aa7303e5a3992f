import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { actorOf } from '../testing/actor.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { counting } from './counting.js';

const clerk = actorOf('academy-manager');
const migrations = [
  { name: 'seats', up: 'create table seat(id int primary key); insert into seat select generate_series(1, 30);' },
];

describe('the number of rows', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await testDatabase({ schema: 'seats', migrations });
  });
  afterAll(() => test.close());

  it('is told as long as they are not too many', async () => {
    const upTo = (most: number) => counting(test.db, clerk, sql`seat where id > 10`, { most, ms: 5_000 })();
    expect(await upTo(20)).toBe(20);
    expect(await upTo(19)).toBeNull();
  });

  it('is null where counting takes long, and the next is counted again', async () => {
    const slow = sql`seat where pg_sleep(1) is not null`;
    expect(await counting(test.db, clerk, slow, { most: 100, ms: 50 })()).toBeNull();
    expect(await counting(test.db, clerk, sql`seat`)()).toBe(30);
  });

  it('is no answer where the question is wrong', async () => {
    await expect(counting(test.db, clerk, sql`no_such_table`)()).rejects.toMatchObject({ code: '42P01' });
  });
});
