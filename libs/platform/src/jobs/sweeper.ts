import { setTimeout as pause } from 'node:timers/promises';
import { reasonOf } from './failure.js';
import { SILENT, type WorkLog } from '../telemetry/log.js';
import { inChunks } from './wake.js';

export type Sweep = {
  /** Milliseconds between two rounds, give or take a quarter. */
  every: number;
  /** At most `limit` ids of work accepted, not done and older than a grace, the oldest first. */
  find(limit: number): Promise<string[]>;
  wake(ids: string[]): Promise<void>;
  /** The ids that the queue holds already; undefined where it is too deep, or cannot be asked. */
  held?(): Promise<ReadonlySet<string> | undefined>;
  /** Ids woken in one round, at most. */
  limit?: number;
  /** Ids in one wake, at most. */
  chunk?: number;
  log?: WorkLog;
};

export type Sweeper = { close(): Promise<void> };

const LONGEST_REST = 15 * 60_000;

/**
 * Wakes again what was accepted and is not done: the wake was never sent, or the queue lost it. Runs in every replica at once.
 * It cannot flood, however many replicas sweep and whatever the reason for which work stays undone:
 * - what the queue holds (waiting, running, to be retried, lately dead) is not woken, and while the queue is too deep to be
 *   read nothing is: it is alive, and a wake would only stand at its end;
 * - what this sweeper woke rests for `every` × 2, 4, 8 ... up to 15 minutes before it wakes the same id again;
 * - a round wakes `limit` ids (1,000) at most, and the next follows at once only after a full one. Ids that are held or rest are
 *   asked for on top, so that they cannot hide lost ones.
 */
export function sweep({ every, find, wake, held, limit = 1_000, chunk = 20, log = SILENT }: Sweep): Sweeper {
  const stop = new AbortController();
  const rests = new Rests(every);

  /** Whether there may be more to wake at once. */
  async function round(): Promise<boolean> {
    rests.forget();
    if ((await find(1)).length === 0) return false;
    const inQueue = held ? await held() : new Set<string>();
    if (!inQueue) return false;
    const undone = await find(limit + inQueue.size + rests.size);
    const lost = undone.filter((id) => !inQueue.has(id) && !rests.has(id)).slice(0, limit);
    for (const ids of inChunks(lost, chunk)) {
      if (stop.signal.aborted) return false;
      await wake(ids);
      ids.forEach((id) => rests.begin(id));
    }
    if (lost.length > 0) log.info({ woken: lost.length }, 'a sweeper woke what was left undone');
    return lost.length === limit;
  }

  async function rounds(): Promise<void> {
    // Replicas that start together spread out.
    await pause(every * Math.random(), undefined, { signal: stop.signal });
    for (;;) {
      const more = await round().catch((error: unknown) => {
        log.warn({ reason: reasonOf(error) }, 'a sweep failed');
        return false;
      });
      await pause(more ? 0 : every * (0.75 + Math.random() / 2), undefined, { signal: stop.signal });
    }
  }

  const running = rounds().catch(() => {});
  return {
    close() {
      stop.abort();
      return running;
    },
  };
}

// Which ids were woken, and until when they rest.
class Rests {
  readonly #rests = new Map<string, { length: number; until: number }>();

  constructor(private readonly every: number) {}

  get size(): number {
    return this.#rests.size;
  }

  has(id: string): boolean {
    const rest = this.#rests.get(id);
    return rest !== undefined && performance.now() < rest.until;
  }

  begin(id: string): void {
    const length = Math.min((this.#rests.get(id)?.length ?? this.every) * 2, LONGEST_REST);
    this.#rests.set(id, { length, until: performance.now() + length });
  }

  /** Drops those that ended long enough ago for their work to have been done since. */
  forget(): void {
    const now = performance.now();
    for (const [id, { length, until }] of this.#rests) if (now > until + length) this.#rests.delete(id);
  }
}
