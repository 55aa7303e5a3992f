import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import sql, { type Sql } from 'sql-template-tag';
import { Database } from '../postgres/database.js';
import { currentTraceId, withTrace } from '../telemetry/trace.js';
import { actorOf } from '../testing/actor.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { diary, diaryMigration, letter, move, parcel, parcelCopy, postMigrations } from '../testing/sample-log.js';
import { copyMigration } from './copy.js';
import { follow, type Follower } from './follower.js';
import { append, eventLogMigration } from './log.js';
import { Publisher } from './publisher.js';
import { reaction } from './reaction.js';
import { LogReader, type Window } from './reader.js';

const system = actorOf('system');
const plainRead = LogReader.prototype.read;
const shopMigrations = [eventLogMigration('shop'), copyMigration(parcelCopy), diaryMigration];

describe('a follower', () => {
  let post: TestDatabase;
  let shop: TestDatabase;
  let publisher: Publisher;
  let followers: Follower[];

  beforeAll(async () => {
    post = await testDatabase({ schema: 'post', migrations: postMigrations });
  });
  afterAll(() => post.close());
  beforeEach(async () => {
    shop = await testDatabase({ schema: 'shop', migrations: shopMigrations });
    publisher = new Publisher(post.db, { every: 50 }).start();
    followers = [];
  });
  afterEach(async () => {
    await Promise.all(followers.map((follower) => follower.stop()));
    await publisher.stop();
    await shop.close();
  });

  const following = (options: Partial<Parameters<typeof follow>[0]> = {}): Follower => {
    const follower = follow({
      db: shop.db,
      log: 'post',
      url: post.url,
      copies: [parcelCopy],
      reactions: [diary],
      ...options,
    });
    followers.push(follower);
    return follower;
  };
  const inShop = <R>(statement: Sql) => shop.db.readAs(system, (tx) => tx.query<R>(statement));
  const inPost = <R>(statement: Sql) => post.db.readAs(system, (tx) => tx.query<R>(statement));
  const published = async (ids: string[], town: string) => {
    await move(post.db, ids, town);
    await publisher.flush();
  };
  const copied = () => inShop(sql`select subject as id, version, town from parcel_copy order by subject`);
  const parcels = () => inPost(sql`select id, version, town from parcel order by id`);
  const duties = () =>
    inPost(sql`
      select change ->> 's' as id, (change ->> 'v')::int as version, position
      from event, jsonb_array_elements(body -> 'changes') with ordinality as c(change, place) order by position, place`);
  const listening = async () =>
    (
      await inPost(sql`select from pg_stat_activity
        where application_name = 'follows post' and datname = current_database() and state = 'idle'`)
    ).length;
  const entries = () => inShop(sql`select id, version, position from diary order by line`);

  it('brings a copy to where the log is, from the start and as it grows', async () => {
    await published(['p1', 'p2'], 'Fès');
    const follower = following().start();
    await follower.caughtUp();
    expect(await copied()).toEqual(await parcels());
    await published(['p2', 'p3'], 'Tanger');
    await follower.caughtUp();
    expect(await copied()).toEqual(await parcels());
    expect(await follower.lag()).toBe(0);
  });

  it('is woken by the log, and says how far it lags while it is not at work', async () => {
    const follower = following({ every: 60_000 }).start();
    await follower.caughtUp();
    await published(['p1'], 'Safi');
    const before = performance.now();
    while (JSON.stringify(await copied()) !== JSON.stringify(await parcels())) await pause(2);
    expect(performance.now() - before).toBeLessThan(2_000);
    await follower.stop();
    await published(['p1'], 'Agadir');
    await published(['p1'], 'Rabat');
    expect(await follower.lag()).toBe(2);
  });

  it('has every effect exactly once and in order, with 3 processes that compete, restart and lose their connections', async () => {
    const databases = [post.url, shop.url].map((url) => new URL(url).pathname.slice(1));
    const options = { most: { events: 7, bytes: 1024 * 1024 }, every: 20 };
    const processes = await Promise.all([1, 2, 3].map(() => Database.open({ url: shop.url, name: 'shop process' })));
    const three = processes.map((db) => following({ db, ...options }).start());
    const ids = Array.from({ length: 15 }, (_, index) => `p${index}`);
    const write = async (writer: number) => {
      for (let turn = 0; turn < 40; turn++) {
        const some = ids.filter(() => Math.random() < 0.2);
        await move(post.db, some, `town ${writer}-${turn}`, () => pause(Math.random() * 4));
      }
    };
    let writing = true;
    const harass = async () => {
      while (writing) {
        await pause(30 * Math.random());
        const victim = Math.floor(Math.random() * 3);
        if (Math.random() < 0.3) {
          await three[victim]!.stop();
          three[victim] = following({ db: processes[victim], ...options }).start();
        }
        await inPost(sql`
          select pg_terminate_backend(pid) from pg_stat_activity
          where application_name in ('shop process', 'follows post') and datname = any(${databases}) and random() < 0.3`);
      }
    };
    const harassed = harass();
    await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
    writing = false;
    await harassed;
    await publisher.flush();
    await Promise.all(three.map((follower) => follower.caughtUp()));

    expect((await duties()).length).toBeGreaterThan(200);
    expect(await entries()).toEqual(await duties());
    expect(await copied()).toEqual(await parcels());
    await Promise.all(followers.map((follower) => follower.stop()));
    await Promise.all(processes.map((db) => db.close()));
  });

  it('undoes the effect when it fails after it, and has it once in the end', async () => {
    await published(['p1'], 'Fès');
    let failures = 3;
    const faulty = reaction(parcel, async (tx, changes) => {
      await diary.take(tx, changes, 1);
      if (failures-- > 0) throw new Error('killed between effect and cursor');
    });
    const follower = following({ reactions: [faulty] }).start();
    await follower.caughtUp();
    expect(failures).toBe(-1);
    expect(await entries()).toEqual(await duties());
  });

  it('stops at what it cannot take in, says so once, and goes on when it can', async () => {
    const logger = { info: jest.fn(), warn: jest.fn() };
    let mended = false;
    const picky = reaction(parcel, () => (mended ? Promise.resolve() : Promise.reject(new Error('not that'))));
    const follower = following({ reactions: [picky], logger }).start();
    await published(['p1'], 'Fès');
    await pause(800);
    expect(await copied()).toEqual([]);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(expect.objectContaining({ error: 'not that' }), expect.anything());
    mended = true;
    await follower.caughtUp();
    expect(logger.info).toHaveBeenCalledTimes(1);
    expect(await copied()).toEqual(await parcels());
  });

  it('lets a reaction change and announce in the log of its own service', async () => {
    const echo = reaction(parcel, (tx, changes) =>
      append(
        tx,
        letter,
        'LetterSent',
        changes.map(({ id, version, state }) => ({ id, version, state: { text: state.town } })),
      ),
    );
    const shopPublisher = new Publisher(shop.db, { every: 60_000 }).start();
    await published(['p1'], 'Asilah');
    await following({ reactions: [echo] })
      .start()
      .caughtUp();
    await shopPublisher.flush();
    await shopPublisher.stop();
    const told = await inShop(sql`
      select type, change -> 'd' ->> 'text' as text from event, jsonb_array_elements(body -> 'changes') change
      where change ->> 's' = 'p1' order by (change ->> 'v')::int desc limit 1`);
    expect(told).toEqual([{ type: 'LetterSent', text: 'Asilah' }]);
  });

  it('carries the trace of a change to the reaction, and to what that announces', async () => {
    const seen: (string | undefined)[] = [];
    const echo = reaction(parcel, async (tx, [change]) => {
      seen.push(currentTraceId());
      await append(tx, letter, 'LetterSent', [{ id: change!.id, version: 1, state: { text: '' } }]);
    });
    const follower = following({ reactions: [echo] }).start();
    await follower.caughtUp();
    const trace = await withTrace(undefined, async () => {
      await published(['p1'], 'Taza');
      return currentTraceId();
    });
    await follower.caughtUp();
    const [announced] = await inShop<{ trace: string }>(sql`select trace from event_new order by id desc limit 1`);
    expect([seen.at(-1), announced!.trace.split('-')[1]]).toEqual([trace, trace]);
  });

  it('takes large events in batches bounded by their size, and passes by subjects that it does not follow', async () => {
    const ids = Array.from({ length: 2_000 }, (_, index) => `bulk ${index}`);
    for (const town of ['Fès', 'Safi', 'Agadir']) await published(ids, town);
    await post.db.asActor(system, (tx) =>
      append(tx, letter, 'LetterSent', [{ id: 'l1', version: 1, state: { text: '' } }]),
    );
    await publisher.flush();
    const batches: number[] = [];
    const counting = reaction(parcel, (_, changes) => Promise.resolve(void batches.push(changes.length)));
    await following({ reactions: [counting], most: { events: 1_000, bytes: 1 } })
      .start()
      .caughtUp();
    expect(Math.max(...batches)).toBe(500);
    expect(await copied()).toEqual(await parcels());
  });

  it('shares one connection to the log among the followers of a process', async () => {
    const names = ['a', 'b', 'c'];
    await Promise.all(names.map((name) => following({ name, copies: [] }).start().caughtUp()));
    const lines = await inPost<{ count: number }>(
      sql`select count(*) from pg_stat_activity where application_name = 'follows post' and datname = current_database()`,
    );
    expect(lines).toEqual([{ count: 1 }]);
  });

  it('looks at the log no more often than it was told while nothing happens, and ever less often while it fails', async () => {
    await published(['p1'], 'Fès');
    const looks = jest.spyOn(shop.db, 'readAs');
    const idle = following({ every: 100 }).start();
    await idle.caughtUp();
    looks.mockClear();
    await pause(1_000);
    const idleLooks = looks.mock.calls.length;
    await idle.stop();
    const failing = jest.fn(() => Promise.reject(new Error('never')));
    following({ name: 'failing', copies: [], reactions: [reaction(parcel, failing)] }).start();
    for (let turn = 0; turn < 20; turn++) {
      await published(['p1'], `town ${turn}`);
      await pause(50);
    }
    looks.mockRestore();
    expect(idleLooks).toBeLessThan(13);
    expect(failing.mock.calls.length).toBeLessThan(8);
  });

  it('reads no event again while nothing is new', async () => {
    const windows: Window[] = [];
    const read = jest.spyOn(LogReader.prototype, 'read').mockImplementation(async function (this: LogReader, ...args) {
      const window = await plainRead.apply(this, args);
      windows.push(window);
      return window;
    });
    await published(
      Array.from({ length: 500 }, (_, index) => `p${index}`),
      'Fès',
    );
    await following({ every: 20 }).start().caughtUp();
    windows.length = 0;
    while (windows.length < 10) await pause(10);
    read.mockRestore();
    expect(windows.flatMap(({ events }) => events)).toEqual([]);
  });

  it('keeps no batch once it has had its effect', async () => {
    const batches: WeakRef<Window>[] = [];
    const read = jest.spyOn(LogReader.prototype, 'read').mockImplementation(async function (this: LogReader, ...args) {
      const window = await plainRead.apply(this, args);
      if (window.events.length > 0) batches.push(new WeakRef(window));
      return window;
    });
    for (let turn = 0; turn < 30; turn++) await published(['p1', 'p2'], `town ${turn}`);
    const follower = following({ most: { events: 1, bytes: 1024 * 1024 } }).start();
    await follower.caughtUp();
    read.mockReset().mockRestore();
    await collectGarbage();
    expect(batches.length).toBeGreaterThanOrEqual(30);
    expect(batches.filter((batch) => batch.deref() !== undefined).length).toBeLessThan(3);
  });

  it('listens again at once when the connection on which it hears was lost', async () => {
    const follower = following({ every: 60_000 }).start();
    await follower.caughtUp();
    await inPost(sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'follows post' and datname = current_database()`);
    while ((await listening()) === 0) await pause(20);
    await published(['p1'], 'Safi');
    while (JSON.stringify(await copied()) !== JSON.stringify(await parcels())) await pause(5);
    expect(await copied()).toContainEqual({ id: 'p1', version: expect.any(Number), town: 'Safi' });
    expect(await listening()).toBe(1);
  });

  it('leaves whoever waits for it an answer when it is stopped', async () => {
    const follower = following();
    const waiting = follower.caughtUp();
    const outcome = expect(waiting).rejects.toThrow('the follower was stopped');
    await follower.stop();
    await outcome;
  });

  it('refuses to feed a copy from a log that is not its own', () => {
    expect(() => following({ log: 'elsewhere' })).toThrow('parcel is published in post, not in elsewhere');
  });
});

// Only what no turn of the event loop still holds can be collected.
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round++) {
    await turn();
    collect();
  }
}
