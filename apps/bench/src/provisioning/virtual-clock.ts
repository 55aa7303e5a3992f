import { setImmediate as turn } from 'node:timers/promises';
import { Clock } from '@takwin/platform/clock';
import pg from 'pg';

type Timer = { at: number; order: number; ring: () => void };

// Turns of the event loop in which nothing began: what was answered has had its consequences by then.
const QUIET_TURNS = 3;

/**
 * A discrete-event clock: it stands still while anybody works, and jumps to the next timer when nobody has work. Work is
 * what PostgreSQL was asked for, and what is wrapped in `during`; everything else runs within a turn of the event loop.
 */
export class VirtualClock extends Clock {
  #now: number;
  #busy = 0;
  #order = 0;
  #watching = false;
  #timers: Timer[] = [];

  constructor(start: Date | string) {
    super();
    this.#now = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  pause = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((ring) => {
      if (signal?.aborted) return ring();
      this.#add({ at: this.#now + Math.max(0, ms), order: this.#order++, ring });
      void this.#watch();
    });

  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#begin();
    try {
      return await work();
    } finally {
      this.#end();
    }
  }

  /** Counts every question to PostgreSQL in this process as work, until the returned function is called. */
  watchPostgres(): () => void {
    const client = pg.Client.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
    const [query, connect] = [client.query!, client.connect!];
    const begin = (): void => this.#begin();
    const end = (): void => this.#end();
    client.query = watched(query, begin, end);
    client.connect = watched(connect, begin, end);
    return () => Object.assign(client, { query, connect });
  }

  #begin(): void {
    this.#busy += 1;
  }

  #end(): void {
    this.#busy -= 1;
    if (this.#busy === 0) void this.#watch();
  }

  async #watch(): Promise<void> {
    if (this.#watching) return;
    this.#watching = true;
    for (let quiet = 0; this.#busy === 0;) {
      await turn();
      if (this.#busy > 0) break;
      if (++quiet < QUIET_TURNS) continue;
      quiet = 0;
      const next = this.#take();
      if (!next) break;
      this.#now = Math.max(this.#now, next.at);
      next.ring();
    }
    this.#watching = false;
  }

  // A binary heap by time, and by order at the same time.
  #add(timer: Timer): void {
    const timers = this.#timers;
    let at = timers.push(timer) - 1;
    for (let up = (at - 1) >> 1; at > 0 && isBefore(timers[at]!, timers[up]!); at = up, up = (at - 1) >> 1)
      [timers[at], timers[up]] = [timers[up]!, timers[at]!];
  }

  #take(): Timer | undefined {
    const timers = this.#timers;
    const first = timers[0];
    const last = timers.pop();
    if (!first || first === last) return first;
    timers[0] = last!;
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (timers[left] && isBefore(timers[left], timers[least]!)) least = left;
      if (timers[right] && isBefore(timers[right], timers[least]!)) least = right;
      if (least === at) return first;
      [timers[at], timers[least]] = [timers[least]!, timers[at]!];
      at = least;
    }
  }
}

const isBefore = (one: Timer, other: Timer): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

function watched(method: (...args: unknown[]) => unknown, begin: () => void, end: () => void) {
  return function (this: unknown, ...args: unknown[]): unknown {
    const last = args.at(-1);
    if (typeof last === 'function') {
      begin();
      args[args.length - 1] = (...answer: unknown[]) => {
        end();
        (last as (...answer: unknown[]) => void)(...answer);
      };
      return method.apply(this, args);
    }
    const result = method.apply(this, args);
    if (typeof (result as Promise<unknown> | undefined)?.then !== 'function') return result;
    begin();
    (result as Promise<unknown>).then(end, end);
    return result;
  };
}
