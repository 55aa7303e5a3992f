import { Redis } from 'ioredis';
import { testRedis } from '../testing/redis.js';
import { queuesContract } from './queues.contract.js';

const redis = await testRedis();

queuesContract(
  'on Redis',
  redis && {
    url: redis.url,
    urls: (url) => ({ REDIS_URL: url }),
    wipe: () => ask((client) => client.flushall()),
    // The one that asks is not counted.
    connections: () =>
      ask(
        async (client) =>
          String(await client.client('LIST'))
            .trim()
            .split('\n').length - 1,
      ),
    close: redis.close,
  },
);

async function ask<T>(question: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(redis!.url);
  try {
    return await question(client);
  } finally {
    client.disconnect();
  }
}
