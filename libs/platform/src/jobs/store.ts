import { EventEmitter } from 'node:events';
import type { BackendFactory, IQueueBackend } from 'bullmq';

/**
 * Where BullMQ keeps its jobs: one set of connections, whatever the number of queues and workers. Tells of an outage once,
 * by `down` with its first error, and of its end by `up`.
 */
export abstract class Store extends EventEmitter<{ down: [Error]; up: [] }> {
  #down = false;

  /** Builds BullMQ's backend of one queue or worker over this store's connections. */
  abstract readonly backend: BackendFactory<IQueueBackend, object>;

  /** Resolves once the store can take a command; may stay pending through an outage. */
  abstract ready(): Promise<unknown>;

  /**
   * Refuses (ConfigError) a store that could lose what it took, or that does not let us in. One that gives no answer within
   * `within` ms is no reason not to start: accepted work waits for it.
   */
  demandDurable(_within: number): Promise<void> {
    return Promise.resolve();
  }

  /** Asks the store for a sign of life. */
  abstract ping(): Promise<unknown>;

  /** Lets go of the connections, whether the store answers or not. */
  abstract close(): Promise<void>;

  get isDown(): boolean {
    return this.#down;
  }

  /** Runs `work` once the store is ready; rejects after `within` ms, and then does not start it any more. */
  reach<T>(within: number, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        reject(new Error(`the queue store gave no answer within ${within} ms`));
      }, within);
      const begin = async (): Promise<T> => {
        await this.ready();
        return late ? new Promise<never>(() => {}) : work();
      };
      begin()
        .then(resolve, reject)
        .finally(() => clearTimeout(timer));
    });
  }

  protected lost(error: Error): void {
    if (this.#down) return;
    this.#down = true;
    this.emit('down', error);
  }

  protected found(): void {
    if (!this.#down) return;
    this.#down = false;
    this.emit('up');
  }
}

const OUTAGE_CODE = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|ENETUNREACH|EHOSTUNREACH|EAI_AGAIN|08|57P|53300)/;
const OUTAGE_TEXT =
  /connection (is closed|terminated|ended)|socket (closed|timeout)|timeout exceeded|read timeout|^LOADING|^READONLY/i;

/** Whether an error speaks of a store that cannot be reached, rather than of one command. */
export function isOutage(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return OUTAGE_CODE.test(String(code ?? '')) || OUTAGE_TEXT.test(String(message ?? ''));
}
