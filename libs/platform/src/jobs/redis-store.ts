import { createRedisBackend } from 'bullmq';
import type { BackendFactory, IQueueBackend, QueueOptions } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { Store } from './store.js';

// BullMQ asks for null: a command waits out a reconnection. `Store.reach` bounds what callers wait for.
const OPTIONS: RedisOptions = {
  maxRetriesPerRequest: null,
  retryStrategy: (times) => Math.min(times * 50, 1_000),
  connectTimeout: 5_000,
  keepAlive: 10_000,
  // Longer than the 10 s for which BullMQ blocks at most: a silent server is a dead one.
  socketTimeout: 15_000,
};

// ioredis leaves the timer of its socketTimeout running at the end, which keeps a process alive for as long.
const endTimer = (client: Redis) => clearTimeout(client['socketTimeoutTimer']);

// BullMQ duplicates the client for each worker's blocking read, and closes it by QUIT, which waits for a server that is away.
class Client extends Redis {
  readonly copies = new Set<Redis>();

  override duplicate(options?: Partial<RedisOptions>): Redis {
    const copy = super.duplicate(options);
    this.copies.add(copy);
    copy.once('end', () => {
      this.copies.delete(copy);
      endTimer(copy);
    });
    return copy;
  }
}

/** Redis 6.2 or newer, with AOF and noeviction: one connection for all queues, and one more for each worker. */
export class RedisStore extends Store {
  readonly #client: Client;
  #ready: Promise<void> | undefined;
  #closing = false;

  constructor(url: string) {
    super();
    // Each queue and worker listens for errors, closes and readiness of the one client.
    this.#client = new Client(url, OPTIONS).setMaxListeners(0);
    this.#client.on('ready', () => this.found());
    this.#client.on('close', () => this.#closing || this.lost(new Error('Redis closed the connection')));
    this.#client.on('error', (error: Error) => this.lost(error));
  }

  readonly backend: BackendFactory<IQueueBackend, object> = (name, options, kind) => {
    const ours: QueueOptions = { ...options, connection: this.#client, prefix: 'takwin' };
    return createRedisBackend(name, ours, kind);
  };

  ready(): Promise<void> {
    if (this.#client.status === 'ready') return Promise.resolve();
    this.#ready ??= new Promise((resolve) => {
      this.#client.once('ready', () => {
        this.#ready = undefined;
        resolve();
      });
    });
    return this.#ready;
  }

  ping(): Promise<string> {
    return this.#client.ping();
  }

  async close(): Promise<void> {
    this.#closing = true;
    for (const client of [...this.#client.copies, this.#client]) client.disconnect();
    endTimer(this.#client);
  }
}
