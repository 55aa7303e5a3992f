import { Redis, type Result } from 'ioredis';
import { type Buckets, fillingTime, type Quota, type Taken, takenOf } from './bucket.js';
import { MemoryBuckets } from './memory-buckets.js';

// By the clock of Redis, which all gateways share. A key is when its bucket is full, and ends then.
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local untilFull = math.max(0, tonumber(redis.call('GET', KEYS[1]) or now) - now)
local asked, whole = tonumber(ARGV[1]), tonumber(ARGV[2])
if untilFull + asked > whole then return { 0, tostring(untilFull) } end
untilFull = math.max(0, untilFull + asked)
if untilFull == 0 then redis.call('DEL', KEYS[1])
else redis.call('SET', KEYS[1], string.format('%.3f', now + untilFull), 'PX', math.ceil(untilFull)) end
return { 1, tostring(untilFull) }
`;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    takePoints(key: string, asked: string, whole: string): Result<[isGiven: number, untilFull: string], Context>;
  }
}

/** How long a request may wait for the store, in milliseconds. */
const PATIENCE = 250;

type Options = { url: string; onShared?: (isShared: boolean) => void };

/**
 * Buckets that all gateways share in one Redis. While it is away each gateway goes by buckets of its own, so that nobody is refused
 * for that, and nobody is without bounds; `onShared` is told of every asking which of both it went by.
 */
export class RedisBuckets implements Buckets {
  readonly #redis: Redis;
  readonly #own = new MemoryBuckets();
  readonly #onShared: (isShared: boolean) => void;

  constructor({ url, onShared = () => {} }: Options) {
    this.#onShared = onShared;
    this.#redis = new Redis(url, {
      // Nothing waits for a Redis that is away: what cannot be asked now is answered here.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: PATIENCE,
      connectTimeout: 5_000,
      retryStrategy: (times) => Math.min(times * 50, 1_000),
      disconnectTimeout: 500,
      scripts: { takePoints: { lua: TAKE, numberOfKeys: 1 } },
    });
    this.#redis.on('error', () => {});
  }

  async take(key: string, points: number, quota: Quota): Promise<Taken> {
    const asked = fillingTime(points, quota);
    try {
      const whole = String(quota.seconds * 1_000);
      const [isGiven, untilFull] = await this.#redis.takePoints(`takwin:rate:${key}`, String(asked), whole);
      this.#onShared(true);
      return takenOf(isGiven === 1, Number(untilFull), asked, quota);
    } catch {
      this.#onShared(false);
      return this.#own.take(key, points, quota);
    }
  }

  async close(): Promise<void> {
    this.#redis.disconnect();
    await this.#own.close();
  }
}
