import { PostgresStore } from './postgres-store.js';
import { RedisStore } from './redis-store.js';
import type { Store } from './store.js';

/** Redis where REDIS_URL is given, else BullMQ's PostgreSQL backend on QUEUE_DATABASE_URL. */
export type StoreUrls = { REDIS_URL?: string; QUEUE_DATABASE_URL?: string };

const open = new Map<string, { store: Store; users: number }>();

/** The process's one store at these URLs: several services in one process share its connections. `release` the last closes it. */
export function borrowStore({ REDIS_URL, QUEUE_DATABASE_URL }: StoreUrls): { store: Store; release(): Promise<void> } {
  const url = REDIS_URL ?? QUEUE_DATABASE_URL;
  if (!url) throw new Error('queues need REDIS_URL or QUEUE_DATABASE_URL');
  const lent = open.get(url) ?? { store: REDIS_URL ? new RedisStore(url) : new PostgresStore(url), users: 0 };
  open.set(url, lent);
  lent.users += 1;
  // Each service listens for outages of its own accord.
  lent.store.setMaxListeners(0);
  return {
    store: lent.store,
    async release() {
      lent.users -= 1;
      if (lent.users > 0) return;
      open.delete(url);
      await lent.store.close();
    },
  };
}
