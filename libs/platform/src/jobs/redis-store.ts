import { setTimeout as pause } from 'node:timers/promises';
import { createRedisBackend } from 'bullmq';
import type { BackendFactory, IQueueBackend, QueueOptions } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { ConfigError } from '../config/env.js';
import { Store } from './store.js';

// BullMQ asks for null: a command waits out a reconnection. `Store.reach` bounds what callers wait for.
const OPTIONS: RedisOptions = {
  maxRetriesPerRequest: null,
  retryStrategy: (times) => Math.min(times * 50, 1_000),
  connectTimeout: 5_000,
  keepAlive: 10_000,
  // Longer than the 10 s for which BullMQ blocks at most: a silent server is a dead one.
  socketTimeout: 15_000,
  // ioredis waits that long for the end of a socket, even of one that has ended.
  disconnectTimeout: 500,
};

// How Redis says that the password is wrong or missing, or that the user may not.
const SHUT_OUT = /WRONGPASS|NOAUTH|NOPERM|without any password configured/;

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

/**
 * Redis 6.2 or newer, with AOF and noeviction: one connection for all queues, and one more for each worker. One that is set up
 * otherwise counts as away: without AOF a restart, and with eviction a full memory, would drop wakes in silence.
 */
export class RedisStore extends Store {
  readonly #client: Client;
  readonly #asked = Promise.withResolvers<ConfigError | undefined>();
  #unfit: ConfigError | undefined;
  #ready: Promise<void> | undefined;
  #closing = false;

  constructor(url: string) {
    super();
    // Each queue and worker listens for errors, closes and readiness of the one client.
    this.#client = new Client(url, OPTIONS).setMaxListeners(0);
    this.#client.on('ready', () => void this.#examine());
    this.#client.on('close', () => this.#closing || this.lost(new Error('Redis closed the connection')));
    this.#client.on('error', (error: Error) => {
      this.lost(error);
      if (SHUT_OUT.test(error.message)) this.#asked.resolve(new ConfigError(`REDIS_URL: ${error.message}`));
    });
  }

  readonly backend: BackendFactory<IQueueBackend, object> = (name, options, kind) => {
    const ours: QueueOptions = { ...options, connection: this.#client, prefix: 'takwin' };
    return createRedisBackend(name, ours, kind);
  };

  override async demandDurable(within: number): Promise<void> {
    const refusal = await Promise.race([this.#asked.promise, pause(within, undefined, { ref: false })]);
    if (refusal) throw refusal;
  }

  ready(): Promise<void> {
    if (this.#unfit) return Promise.reject(this.#unfit);
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

  // At every connection: a Redis that comes back may be another one.
  async #examine(): Promise<void> {
    const info = await this.#client.info().catch(() => undefined);
    if (info === undefined) return;
    const faults = faultsOf(info);
    this.#unfit = faults.length > 0 ? new ConfigError(faults.join('\n')) : undefined;
    if (this.#unfit) this.lost(this.#unfit);
    else this.found();
    this.#asked.resolve(this.#unfit);
  }
}

/** What makes a Redis unfit to hold work, by its INFO: one sentence each. */
function faultsOf(info: string): string[] {
  const setting = (name: string): string | undefined => new RegExp(`^${name}:(.*?)\r?$`, 'm').exec(info)?.[1];
  const policy = setting('maxmemory_policy');
  return [
    ...(setting('aof_enabled') === '1' ? [] : ['REDIS_URL: this Redis keeps no append-only file: set appendonly yes']),
    ...(policy === 'noeviction' ? [] : [`REDIS_URL: this Redis evicts (${policy}): set maxmemory-policy noeviction`]),
  ];
}
