import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testRedis } from '@takwin/platform/testing';
import { Redis } from 'ioredis';
import { addressOf } from './address.js';
import type { Buckets, Quota } from './bucket.js';
import { MemoryBuckets } from './memory-buckets.js';
import { RedisBuckets } from './redis-buckets.js';

const redis = await testRedis();
const HOUR: Quota = { points: 10, seconds: 3_600 };
const opened: Buckets[] = [];
const open = <B extends Buckets>(buckets: B): B => {
  opened.push(buckets);
  return buckets;
};

afterAll(async () => {
  for (const buckets of opened) await buckets.close();
  await redis?.close();
});

const shared = async (url = redis!.url) => {
  const told: boolean[] = [];
  const buckets = open(new RedisBuckets({ url, onShared: (isShared) => told.push(isShared) }));
  // The first connection takes a moment, in which it counts for itself.
  for (let tries = 0; redis && tries < 200 && told.at(-1) !== true; tries++) {
    await buckets.take('first', 1, HOUR);
    await new Promise((later) => setTimeout(later, 10));
  }
  return { buckets, told };
};

describe.each<[string, boolean, () => Promise<Buckets>]>([
  ['in memory', true, async () => open(new MemoryBuckets())],
  ['in Redis', redis !== null, async () => (await shared()).buckets],
])('buckets %s', (_, isThere, make) => {
  const maybe = isThere ? it : it.skip;
  let key = 0;
  beforeEach(() => void key++);
  const bucket = () => `bucket ${key}`;

  maybe('give what they hold, then say in how many seconds there is enough again', async () => {
    const buckets = await make();
    expect(await buckets.take(bucket(), 7, HOUR)).toMatchObject({ isGiven: true, left: 3, againIn: 0 });
    const refused = await buckets.take(bucket(), 4, HOUR);
    expect(refused).toMatchObject({ isGiven: false, left: 3 });
    // A point comes back in six minutes.
    expect(refused.againIn).toBeGreaterThan(350);
    expect(refused.againIn).toBeLessThanOrEqual(360);
    expect(refused.fullIn).toBeLessThanOrEqual(2_520);
    expect(await buckets.take(bucket(), 3, HOUR)).toMatchObject({ isGiven: true, left: 0 });
  });

  maybe('hold again what is put back, and no more than their whole', async () => {
    const buckets = await make();
    await buckets.take(bucket(), 7, HOUR);
    expect(await buckets.take(bucket(), -4, HOUR)).toMatchObject({ isGiven: true, left: 7 });
    expect(await buckets.take(bucket(), -10, HOUR)).toMatchObject({ isGiven: true, left: 10, fullIn: 0 });
    expect(await buckets.take(bucket(), 10, HOUR)).toMatchObject({ isGiven: true, left: 0 });
  });

  maybe('fill evenly', async () => {
    const buckets = await make();
    const fast: Quota = { points: 1_000, seconds: 1 };
    expect(await buckets.take(bucket(), 1_000, fast)).toMatchObject({ isGiven: true });
    await new Promise((later) => setTimeout(later, 50));
    expect(await buckets.take(bucket(), 40, fast)).toMatchObject({ isGiven: true });
  });

  maybe('give the whole for what costs more than there is of it', async () => {
    const buckets = await make();
    expect(await buckets.take(bucket(), 1_000, HOUR)).toMatchObject({ isGiven: true, left: 0 });
    expect(await buckets.take(bucket(), 1_000, HOUR)).toMatchObject({ isGiven: false, left: 0 });
  });

  maybe('give as much as there is to many who ask at once', async () => {
    const buckets = await make();
    const taken = await Promise.all(Array.from({ length: 30 }, () => buckets.take(bucket(), 1, HOUR)));
    expect(taken.filter(({ isGiven }) => isGiven)).toHaveLength(10);
  });

  maybe('count millions of points as they do ten', async () => {
    const buckets = await make();
    const many: Quota = { points: 100_000_000, seconds: 10 };
    await Promise.all(Array.from({ length: 50 }, () => buckets.take(bucket(), 1, many)));
    expect((await buckets.take(bucket(), 1, many)).left).toBeGreaterThan(99_999_900);
  });
});

describe('buckets in memory', () => {
  it('fill as time goes by', async () => {
    let now = 0;
    const buckets = open(new MemoryBuckets(() => now));
    await buckets.take('a', 10, HOUR);
    now += 719_000;
    expect(await buckets.take('a', 2, HOUR)).toMatchObject({ isGiven: false, left: 1, againIn: 1 });
    now += 1_000;
    expect(await buckets.take('a', 2, HOUR)).toMatchObject({ isGiven: true, left: 0 });
  });

  it('are no more than may be: full ones are forgotten, and then those that were asked first', async () => {
    let now = 0;
    const buckets = open(new MemoryBuckets(() => now, 3));
    for (const key of ['a', 'b', 'c']) await buckets.take(key, 10, HOUR);
    await buckets.take('d', 10, HOUR);
    expect(buckets.size).toBe(3);
    expect(await buckets.take('d', 1, HOUR)).toMatchObject({ isGiven: false });
    now += 3_600_000;
    await buckets.take('e', 1, HOUR);
    expect(buckets.size).toBe(1);
  });
});

const onRedis = redis ? describe : describe.skip;
onRedis('buckets in Redis', () => {
  it('are the same for all gateways', async () => {
    const [one, other] = [await shared(), await shared()];
    await one.buckets.take('shared', 10, HOUR);
    expect(await other.buckets.take('shared', 1, HOUR)).toMatchObject({ isGiven: false });
  });

  it('are gone once they are full: Redis keeps nothing of who asks no more', async () => {
    const { buckets } = await shared();
    await buckets.take('short', 1, { points: 100, seconds: 1 });
    await new Promise((later) => setTimeout(later, 100));
    const client = new Redis(redis!.url);
    const left = await client.keys('takwin:rate:short');
    client.disconnect();
    expect(left).toEqual([]);
  });

  it('give way to those of each gateway while Redis is away, at once and within the same bounds', async () => {
    const proxied = await testRedis(['--save', '']);
    const client = open(new RedisBuckets({ url: proxied!.url }));
    await proxied!.close();
    const told: boolean[] = [];
    const away = open(new RedisBuckets({ url: proxied!.url, onShared: (isShared) => told.push(isShared) }));
    for (const buckets of [client, away]) {
      const taken = await Promise.all(Array.from({ length: 20 }, () => buckets.take('away', 1, HOUR)));
      expect(taken.filter(({ isGiven }) => isGiven)).toHaveLength(10);
    }
    expect(new Set(told)).toEqual(new Set([false]));
  });
});

describe('an address', () => {
  it.each([
    ['10.1.2.3', '10.1.2.3'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s is counted as %s', (ip, counted) => expect(addressOf(ip)).toBe(counted));
});
