import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import sql, { type Sql } from 'sql-template-tag';
import { migrate } from '../postgres/migrate.js';
import { actorOf } from '../testing/actor.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { letter, move, parcel, parcelCopy, postMigrations } from '../testing/sample-log.js';
import { compact } from './compaction.js';
import { copyMigration, copyOf } from './copy.js';
import { follow, type Follower } from './follower.js';
import { append } from './log.js';
import { Publisher } from './publisher.js';
import { reaction, review } from './reaction.js';

const system = actorOf('system');

describe('a rebuild', () => {
  let post: TestDatabase;
  let shop: TestDatabase;
  let publisher: Publisher;
  let followers: Follower[];

  beforeEach(async () => {
    post = await testDatabase({ schema: 'post', migrations: postMigrations });
    shop = await testDatabase({ schema: 'shop', migrations: [copyMigration(parcelCopy)] });
    publisher = new Publisher(post.db);
    followers = [];
  });
  afterEach(async () => {
    await Promise.all(followers.map((follower) => follower.stop()));
    await publisher.stop();
    await Promise.all([post.close(), shop.close()]);
  });

  const following = (options: Partial<Parameters<typeof follow>[0]> = {}): Follower => {
    const follower = follow({ db: shop.db, log: 'post', url: post.url, copies: [parcelCopy], every: 30, ...options });
    followers.push(follower);
    return follower.start();
  };
  const inShop = <R>(statement: Sql) => shop.db.asActor(system, (tx) => tx.query<R>(statement));
  const inPost = <R>(statement: Sql) => post.db.asActor(system, (tx) => tx.query<R>(statement));
  const published = async (ids: string[], town: string) => {
    await move(post.db, ids, town);
    await publisher.flush();
  };
  const copied = () => inShop(sql`select subject as id, version, town from parcel_copy order by subject`);
  const parcels = () => inPost(sql`select id, version, town from parcel order by id`);
  const generation = async () => {
    const [row] = await inShop<{ generation: number }>(sql`select generation from event_cursor where not rebuilding`);
    return row?.generation;
  };

  it('makes a copy that was dropped equal to the log again', async () => {
    for (const town of ['Fès', 'Safi', 'Agadir']) await published(['p1', 'p2', town], town);
    const follower = following();
    await follower.caughtUp();
    await inShop(sql`truncate parcel_copy`);
    await follower.rebuild();
    await follower.caughtUp();
    expect(await copied()).toEqual(await parcels());
    expect(await generation()).toBe(2);
  });

  it('comes by itself when the log was restored from an older backup, and forgets what the backup never had', async () => {
    for (let turn = 0; turn < 6; turn++) await published([`old ${turn}`, 'p1'], `before ${turn}`);
    await inPost(sql`create table backup_event as select * from event`);
    await inPost(sql`create table backup_parcel as select * from parcel`);
    for (let turn = 0; turn < 4; turn++) await published([`lost ${turn}`, 'p1'], `lost ${turn}`);
    const follower = following();
    await follower.caughtUp();
    await follower.stop();

    await inPost(sql`truncate event, parcel`);
    await inPost(sql`insert into event select * from backup_event`);
    await inPost(sql`insert into parcel select * from backup_parcel`);
    await inPost(sql`update event_head set last = (select max(position) from event)`);
    for (let turn = 0; turn < 5; turn++) await published([`new ${turn}`, 'p1'], `after ${turn}`);

    await following().caughtUp();
    expect(await copied()).toEqual(await parcels());
    expect(await generation()).toBe(2);
  });

  it('comes by itself when the log is shorter than the cursor, also while the follower is at work', async () => {
    await published(['p1'], 'Fès');
    await published(['p2'], 'Safi');
    const follower = following();
    await follower.caughtUp();
    await inPost(sql`delete from event where position = 2`);
    await follower.caughtUp();
    expect(await copied()).toEqual([{ id: 'p1', version: 1, town: 'Fès' }]);
  });

  it('leaves the copy readable while it runs', async () => {
    const ids = Array.from({ length: 300 }, (_, index) => `p${index}`);
    for (const town of ['Fès', 'Safi', 'Agadir', 'Taza']) await published(ids, town);
    await following().caughtUp();
    await followers[0]!.stop();
    const counts: number[] = [];
    const watching = reaction(parcel, async () => {
      const [row] = await inShop<{ count: number }>(sql`select count(*) from parcel_copy`);
      counts.push(row!.count);
    });
    await following({ reactions: [watching], most: { events: 1, bytes: 1 } }).caughtUp();
    expect(counts).toEqual([300, 300, 300, 300]);
    expect(await copied()).toEqual(await parcels());
  });

  it('has a review wait for its end, and look at all then, at what has changed afterwards', async () => {
    for (const town of ['Fès', 'Safi']) await published(['p1', 'p2'], town);
    const looked: unknown[] = [];
    const looking = review(parcel, async (tx, ids) => {
      const towns = await tx.query<{ town: string }>(sql`select distinct town from parcel_copy`);
      looked.push([ids, towns.map(({ town }) => town)]);
    });
    const follower = following({ reactions: [looking], most: { events: 1, bytes: 1 } });
    await follower.caughtUp();
    await published(['p2', 'p1'], 'Taza');
    await follower.caughtUp();
    await follower.rebuild();
    await follower.caughtUp();
    expect(looked).toEqual([
      [undefined, ['Safi']],
      [['p1', 'p2'], ['Taza']],
      [undefined, ['Taza']],
    ]);
  });

  it('comes when a follower is given another copy, so that it too holds what was before', async () => {
    const letters = copyOf(letter, { table: 'letter_copy', columns: { text: 'text' }, row: ({ text }) => ({ text }) });
    await post.db.asActor(system, (tx) =>
      append(tx, letter, 'LetterSent', [{ id: 'l1', version: 1, state: { text: 'hello' } }]),
    );
    await published(['p1'], 'Fès');
    await following().caughtUp();
    await followers[0]!.stop();
    await migrate(shop.url, 'shop', [copyMigration(parcelCopy), copyMigration(letters)]);
    await following({ copies: [parcelCopy, letters] }).caughtUp();
    expect(await inShop(sql`select subject, text from letter_copy`)).toEqual([{ subject: 'l1', text: 'hello' }]);
    expect(await copied()).toEqual(await parcels());
  });

  it('is begun by the new version of a service only: the old one stands aside', async () => {
    const heavier = copyOf(parcel, {
      table: 'parcel_copy',
      columns: { town: 'text' },
      row: () => ({ town: 'new' }),
      revision: 2,
    });
    const logger = { info: jest.fn(), warn: jest.fn() };
    await published(['p1'], 'Fès');
    const old = following({ logger });
    await old.caughtUp();
    logger.warn.mockClear();
    await following({ copies: [heavier] }).caughtUp();
    await published(['p1'], 'Safi');
    await followers[1]!.caughtUp();
    await pause(100);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(expect.anything(), expect.stringContaining('another version'));
    expect(await copied()).toEqual([{ id: 'p1', version: 2, town: 'new' }]);
  });

  describe('after compaction', () => {
    const positions = async () => {
      const rows = await inPost<{ position: number }>(sql`select position from event order by position`);
      return rows.map(({ position }) => position);
    };
    const later = (days: number) => post.clock.advance(days * 24 * 60 * 60 * 1_000);

    it('finds the latest event of each subject, and all that are young', async () => {
      await published(['p1', 'p2'], 'Fès');
      await published(['p1'], 'Safi');
      await published(['p1', 'p3'], 'Agadir');
      await published(['p2'], 'Taza');
      later(40);
      const edge = post.clock.now();
      await published(['p2'], 'Rabat');
      expect(await compact(post.db, edge)).toBe(2);
      expect(await positions()).toEqual([3, 4, 5]);
      await following().caughtUp();
      expect(await copied()).toEqual(await parcels());
    });

    it('is made by a follower that stood on an event that went, and not by one at the head', async () => {
      await published(['p1'], 'Fès');
      const behind = following({ name: 'behind' });
      await behind.caughtUp();
      await behind.stop();
      await published(['p1'], 'Safi');
      await following({ name: 'at the head', copies: [] }).caughtUp();
      later(1);
      expect(await compact(post.db, post.clock.now())).toBe(1);
      await following({ name: 'behind' }).caughtUp();
      await published(['p1'], 'Taza');
      await Promise.all(followers.slice(1).map((follower) => follower.caughtUp()));
      expect(await copied()).toEqual(await parcels());
      expect(await inShop(sql`select follower, generation from event_cursor order by 1`)).toEqual([
        { follower: 'at the head', generation: 1 },
        { follower: 'behind', generation: 2 },
      ]);
    });
  });
});
