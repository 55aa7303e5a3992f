import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { ConfigError } from '../config/env.js';
import { testRedis, type TestRedis } from '../testing/redis.js';
import { Queues } from './queues.js';

const DURABLE = ['--appendonly', 'yes', '--maxmemory-policy', 'noeviction'];

const first = await testRedis(DURABLE);
await first?.close();
const suite = first ? describe : describe.skip;

suite('a Redis', () => {
  let redis: TestRedis;
  let admin: Redis;
  afterEach(async () => {
    admin.disconnect();
    await redis.close();
  });
  const started = async (settings: string[]): Promise<void> => {
    redis = (await testRedis(settings))!;
    admin = new Redis(redis.url);
  };
  const asked = async (url = redis.url): Promise<unknown> => {
    const queues = new Queues({ REDIS_URL: url });
    const refusal = await queues.demandDurable().catch((error: unknown) => error);
    await queues.close();
    return refusal;
  };

  it('that keeps what it takes is taken', async () => {
    await started(DURABLE);
    const queues = new Queues({ REDIS_URL: redis.url });
    await expect(queues.demandDurable()).resolves.toBeUndefined();
    await expect(queues.check()).resolves.toBeUndefined();
    await queues.close();
  });

  it.each([
    ['keeps no append-only file', ['appendonly', 'no'], 'keeps no append-only file: set appendonly yes'],
    ['evicts', ['maxmemory-policy', 'allkeys-lru'], 'evicts (allkeys-lru): set maxmemory-policy noeviction'],
  ])('that %s is refused with the reason', async (_, setting, reason) => {
    await started(DURABLE);
    await admin.config('SET', ...(setting as [string, string]));
    expect(await asked()).toEqual(new ConfigError(`REDIS_URL: this Redis ${reason}`));
  });

  it('that shuts us out is refused', async () => {
    await started(DURABLE);
    await admin.config('SET', 'requirepass', 'secret');
    const mistaken = redis.url.replace('redis://', 'redis://:wrong@');
    const refusals = [await asked(), await asked(mistaken)];
    for (const refusal of refusals) expect(refusal).toBeInstanceOf(ConfigError);
    expect(String(refusals)).toMatch(/REDIS_URL: NOAUTH .*REDIS_URL: WRONGPASS/);
  });

  it('that comes back without its append-only file takes no more wakes until it is mended', async () => {
    await started(DURABLE);
    const queues = new Queues({ REDIS_URL: redis.url });
    const broughtBack = async (appendonly: string): Promise<void> => {
      await admin.config('SET', 'appendonly', appendonly);
      await admin.client('KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await pause(500);
    };
    await queues.check();
    await broughtBack('no');
    await expect(queues.check()).rejects.toThrow('keeps no append-only file');
    await broughtBack('yes');
    await queues.check();
    await queues.close();
  });
});

describe('a Redis that is away', () => {
  it('keeps nobody from starting', async () => {
    const queues = new Queues({ REDIS_URL: 'redis://127.0.0.1:1' });
    await expect(queues.demandDurable()).resolves.toBeUndefined();
    await queues.close();
  });
});
