import { getEventListeners } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { EntitySchema } from 'typeorm';
import { actorOf } from '../testing/actor.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import type { Migration } from './migrate.js';

class Box {
  id!: number;
  held!: number;
}

const boxes = new EntitySchema<Box>({
  target: Box,
  name: 'box',
  columns: { id: { type: 'int', primary: true }, held: { type: 'int' } },
});

const migrations: Migration[] = [
  {
    name: 'boxes',
    up: `create table box(id int primary key, held int not null, constraint box_not_overfull check (held <= 100));
         insert into box values (1, 10), (2, 20);`,
  },
];

const clerk = actorOf('academy-manager');
const system = actorOf('system');

describe('a database', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await testDatabase({ schema: 'stores', migrations, entities: [boxes] });
  });
  afterAll(() => test.close());
  beforeEach(() => test.db.asActor(clerk, (tx) => tx.query(sql`update box set held = id * 10`)));

  const held = () =>
    test.db.readAs(clerk, async (tx) => {
      const rows = await tx.query<{ held: number }>(sql`select held from box order by id`);
      return rows.map((row) => row.held);
    });

  it('commits all that the work of an actor did, and answers what it returned', async () => {
    const answer = await test.db.asActor(clerk, async (tx) => {
      await tx.query(sql`update box set held = held + 1 where id = ${1}`);
      await tx.manager.update(Box, { id: 2 }, { held: 21 });
      return tx.one(sql`select sum(held) as total from box`);
    });
    expect(answer).toEqual({ total: 32 });
    expect(await held()).toEqual([11, 21]);
  });

  it('rolls back all of it when the work throws', async () => {
    const work = test.db.asActor(clerk, async (tx) => {
      await tx.query(sql`update box set held = 0`);
      await tx.manager.insert(Box, { id: 3, held: 1 });
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await held()).toEqual([10, 20]);
  });

  it('refuses to pass off a failed transaction as done when its error was swallowed', async () => {
    const work = test.db.asActor(clerk, async (tx) => {
      await tx.query(sql`update box set held = 50 where id = 1`);
      await tx.query(sql`update box set held = 500 where id = 2`).catch(() => {});
    });
    await expect(work).rejects.toMatchObject({ constraint: 'box_not_overfull' });
    expect(await held()).toEqual([10, 20]);
  });

  it('runs the work again when PostgreSQL breaks a deadlock, and loses no change', async () => {
    let runs = 0;
    let both = () => {};
    const met = new Promise<void>((resolve) => (both = resolve));
    const move = (from: number, to: number) =>
      test.db.asActor(clerk, async (tx) => {
        await tx.query(sql`update box set held = held - 1 where id = ${from}`);
        if (++runs === 2) both();
        await met;
        await tx.query(sql`update box set held = held + 1 where id = ${to}`);
      });
    await Promise.all([move(1, 2), move(2, 1)]);
    expect(runs).toBe(3);
    expect(await held()).toEqual([10, 20]);
  });

  it('gives up on a serialization that fails every time', async () => {
    let runs = 0;
    const work = test.db.asActor(clerk, async (tx) => {
      runs++;
      await tx.query(sql`do $$ begin raise exception 'again' using errcode = '40001'; end $$`);
    });
    await expect(work).rejects.toMatchObject({ code: '40001' });
    expect(runs).toBe(4);
  });

  it('takes the instant of the work from its clock', async () => {
    test.clock.set('2027-03-01T08:30:00Z');
    const inside = await test.db.asActor(clerk, (tx) => Promise.resolve(tx.at));
    const outside = await test.db.readAs(clerk, (tx) => Promise.resolve(tx.at));
    expect([inside, outside].map((at) => at.toISOString())).toEqual(Array(2).fill('2027-03-01T08:30:00.000Z'));
  });

  it('reads days as text and large counts as numbers, and refuses to round', async () => {
    const read = (statement: ReturnType<typeof sql>) => test.db.readAs(clerk, (tx) => tx.one(statement));
    expect(await read(sql`select date '2027-03-01' as day, 9007199254740991 as many, 1.5 as hours`)).toEqual({
      day: '2027-03-01',
      many: 9_007_199_254_740_991,
      hours: 1.5,
    });
    await expect(read(sql`select 9007199254740993 as many`)).rejects.toThrow('does not fit');
  });

  it('tells of an announcement after the commit only', async () => {
    const seen: Promise<number[]>[] = [];
    const stop = test.db.onAnnounced(() => seen.push(held()));
    const announce = (end: () => void) =>
      test.db.asActor(clerk, async (tx) => {
        await tx.query(sql`update box set held = 77 where id = 1`);
        tx.announced();
        end();
      });
    await expect(
      announce(() => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await announce(() => {});
    stop();
    expect(await Promise.all(seen)).toEqual([[77, 20]]);
  });

  describe('for an actor who leaves', () => {
    const active = async () => {
      const rows = await test.db.readAs(system, (tx) =>
        tx.query(sql`select 1 from pg_stat_activity where datname = current_database() and query like 'select pg_sleep%'
          and state = 'active'`),
      );
      return rows.length;
    };
    const leaver = (leaving: AbortController) => ({ ...clerk, left: leaving.signal });

    it('cancels the statement that is read, begins no other, and serves on', async () => {
      const leaving = new AbortController();
      const read = test.db.readAs(leaver(leaving), async (tx) => {
        await tx.query(sql`select pg_sleep(20)`).catch(() => {});
        await tx.query(sql`select pg_sleep(20)`);
      });
      const refused = expect(read).rejects.toMatchObject({ code: 'ABANDONED' });
      while ((await active()) === 0);
      leaving.abort();
      await refused;
      // The server says that a statement has failed before it shows itself idle.
      for (const end = performance.now() + 5_000; (await active()) > 0 && performance.now() < end;);
      expect(await active()).toBe(0);
      expect(await held()).toEqual([10, 20]);
    });

    it('is busy while others have waited for a connection for seconds, and no longer', async () => {
      const leaving = new AbortController();
      const sleep = () => test.db.readAs(leaver(leaving), (tx) => tx.query(sql`select pg_sleep(30)`));
      const all = Promise.allSettled(Array.from({ length: 5 }, sleep));
      expect(test.db.isBusy).toBe(false);
      const waiting = Promise.allSettled([sleep()]);
      expect(test.db.isBusy).toBe(false);
      while (!test.db.isBusy) await new Promise((later) => setTimeout(later, 50));
      leaving.abort();
      await Promise.all([all, waiting]);
      expect(test.db.isBusy).toBe(false);
    });

    it('begins no statement that waited for a connection', async () => {
      const leaving = new AbortController();
      const reads = Array.from({ length: 12 }, () =>
        test.db.readAs(leaver(leaving), (tx) => tx.query(sql`select pg_sleep(20)`)),
      );
      const refused = Promise.allSettled(reads);
      setTimeout(() => leaving.abort(), 100);
      for (const one of await refused) expect(one).toMatchObject({ reason: { code: 'ABANDONED' } });
      expect(await held()).toEqual([10, 20]);
    });

    it('ends a transaction as if they had stayed, and begins none', async () => {
      const leaving = new AbortController();
      await test.db.asActor(leaver(leaving), async (tx) => {
        leaving.abort();
        await tx.query(sql`update box set held = 30 where id = 1`);
      });
      expect(await held()).toEqual([30, 20]);
      const late = test.db.asActor(leaver(leaving), (tx) => tx.query(sql`update box set held = 40`));
      await expect(late).rejects.toMatchObject({ code: 'ABANDONED' });
      expect(await held()).toEqual([30, 20]);
    });

    it('keeps nothing of them on a signal that lives on', async () => {
      const leaving = new AbortController();
      await test.db.readAs(leaver(leaving), (tx) => tx.query(sql`select 1`));
      expect(getEventListeners(leaving.signal, 'abort')).toEqual([]);
    });
  });

  it('serves on after the server has cut its connections', async () => {
    const cut = test.db.asActor(system, async (tx) => {
      await tx.query(sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()`);
      await tx.query(sql`select 1`);
    });
    await expect(cut).rejects.toThrow();
    expect(await held()).toEqual([10, 20]);
  });
});

describe('a test database', () => {
  it('fails the spec that leaves a connection to it open', async () => {
    const test = await testDatabase({ schema: 'stores', migrations });
    const { Database } = await import('./database.js');
    const forgotten = await Database.open({ url: test.url, name: 'forgotten' });
    await expect(test.close()).rejects.toThrow('left open:\nforgotten, idle');
    await forgotten.close();
  });

  it('is cloned from one template by all who want the same migrations at once', async () => {
    const three = await Promise.all([1, 2, 3].map(() => testDatabase({ schema: 'stores', migrations })));
    expect(new Set(three.map(({ url }) => url)).size).toBe(3);
    for (const one of three) await one.close();
  });
});
