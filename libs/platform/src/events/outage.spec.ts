import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import sql from 'sql-template-tag';
import { BreakableLine } from '../testing/breakable-line.js';
import { Database } from '../postgres/database.js';
import { actorOf } from '../testing/actor.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { move, parcelCopy, postMigrations } from '../testing/sample-log.js';
import { copyMigration } from './copy.js';
import { follow, type Follower } from './follower.js';
import { Publisher } from './publisher.js';

describe('while a database is away', () => {
  let post: TestDatabase;
  let shop: TestDatabase;
  let lineToPost: BreakableLine;
  let lineToShop: BreakableLine;
  let db: Database;
  let publisher: Publisher;
  let follower: Follower;
  const logger = { info: jest.fn(), warn: jest.fn() };

  beforeEach(async () => {
    post = await testDatabase({ schema: 'post', migrations: postMigrations });
    shop = await testDatabase({ schema: 'shop', migrations: [copyMigration(parcelCopy)] });
    lineToPost = await BreakableLine.to(post.url);
    lineToShop = await BreakableLine.to(shop.url);
    db = await Database.open({ url: lineToShop.url, name: 'shop' });
    publisher = new Publisher(post.db, { every: 50 }).start();
    follower = follow({ db, log: 'post', url: lineToPost.url, copies: [parcelCopy], every: 50, logger });
    logger.info.mockClear();
    logger.warn.mockClear();
  });
  afterEach(async () => {
    await Promise.all([follower.stop(), publisher.stop()]);
    await db.close();
    await Promise.all([lineToPost.cut(), lineToShop.cut()]);
    await Promise.all([post.close(), shop.close()]);
  });

  const expectEqual = async () => {
    const copied = await shop.db.readAs(actorOf('system'), (tx) =>
      tx.query(sql`select subject as id, version, town from parcel_copy order by subject`),
    );
    const parcels = await post.db.readAs(actorOf('system'), (tx) =>
      tx.query(sql`select id, version, town from parcel order by id`),
    );
    expect(copied).toEqual(parcels);
    expect(copied.length).toBeGreaterThan(0);
  };

  it('the follower starts without the log, and takes it in once it is there', async () => {
    await lineToPost.cut();
    follower.start();
    await move(post.db, ['p1'], 'Fès');
    await publisher.flush();
    await pause(400);
    await lineToPost.mend();
    await follower.caughtUp();
    await expectEqual();
  });

  it.each([
    ['of the log', () => lineToPost],
    ['of the copies', () => lineToShop],
  ])('the follower waits for that %s, says so once, and misses nothing', async (_, lineTo) => {
    follower.start();
    await move(post.db, ['p1', 'p2'], 'Fès');
    await publisher.flush();
    await follower.caughtUp();
    for (const town of ['Safi', 'Agadir']) {
      await lineTo().cut();
      await move(post.db, ['p1', town], town);
      await publisher.flush();
      await pause(500);
      await lineTo().mend();
      await follower.caughtUp();
      await expectEqual();
    }
    expect(logger.warn).toHaveBeenCalledTimes(2);
    expect(logger.info).toHaveBeenCalledTimes(2);
  });

  it('the follower ends at once, though the machine of the log does not answer', async () => {
    follower.start();
    await follower.caughtUp();
    lineToPost.freeze();
    await pause(100);
    const before = performance.now();
    await follower.stop();
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  it('the publisher waits for it, says so once, and publishes what was committed before', async () => {
    await publisher.stop();
    await move(post.db, ['p1'], 'Fès');
    const other = await Database.open({ url: lineToPost.url, name: 'post' });
    await lineToPost.cut();
    const waiting = new Publisher(other, { every: 60_000, logger }).start();
    await pause(300);
    await lineToPost.mend();
    follower.start();
    const published = () => shop.db.readAs(actorOf('system'), (tx) => tx.one(sql`select from parcel_copy`));
    while (!(await published())) await pause(10);
    await waiting.stop();
    await other.close();
    expect(logger.warn.mock.calls.filter(([about]) => 'publisher' in (about as object))).toHaveLength(1);
  });
});
