import { Overloaded } from '@takwin/platform/http';
import type { Dispatcher } from 'undici';

/** How many calls a service is given at once. */
export const AT_ONCE = 128;
/** How long those who wait already may have waited when another one comes, and how long anybody waits, in milliseconds. */
const PATIENCE = { first: 10_000, longest: 20_000 };

type Waiting = { since: number; go: () => void };

/** Lets so many in at once, in the order in which they came. */
export class Turns {
  readonly #waiting = new Set<Waiting>();
  #inside = 0;

  constructor(
    private readonly name: string,
    private readonly most = AT_ONCE,
    private readonly patience = PATIENCE,
  ) {}

  /**
   * Resolves when it is one's turn, to what ends it. Refuses OVERLOADED at once where others have waited too long already, so that
   * nobody stands at the end of a queue that does not move; and one's own wait that becomes too long.
   */
  async take(left?: AbortSignal | null): Promise<() => void> {
    if (this.#inside < this.most) {
      this.#inside++;
      return this.#leaving();
    }
    const [first] = this.#waiting;
    if (first && performance.now() - first.since > this.patience.first) throw new Overloaded(this.name);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const one: Waiting = { since: performance.now(), go: resolve };
    const give = (reason: unknown) => (): void => {
      if (this.#waiting.delete(one)) reject(reason as Error);
    };
    const late = setTimeout(give(new Overloaded(this.name)), this.patience.longest);
    const leave = give(left?.reason ?? new Error('left'));
    left?.addEventListener('abort', leave, { once: true });
    this.#waiting.add(one);
    try {
      await promise;
    } finally {
      clearTimeout(late);
      left?.removeEventListener('abort', leave);
    }
    return this.#leaving();
  }

  // Whoever leaves lets the first in by the place that becomes free.
  #leaving(): () => void {
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      const [first] = this.#waiting;
      if (!first) return void this.#inside--;
      this.#waiting.delete(first);
      first.go();
    };
  }
}

/** How services are asked: one call in a turn of its service, from its beginning until its answer was read. */
export type Asking = (options: Dispatcher.RequestOptions) => Promise<Dispatcher.ResponseData>;

/** Asks each service by `client` in turns; `nameOf` tells how the service at an origin is called. */
export function inTurns(client: Dispatcher, nameOf: (origin: string) => string): Asking {
  const turns = new Map<string, Turns>();
  return async (options) => {
    const origin = String(options.origin);
    const own = turns.get(origin) ?? new Turns(nameOf(origin));
    turns.set(origin, own);
    const leave = await own.take(options.signal as AbortSignal | undefined);
    try {
      const response = await client.request(options);
      response.body.once('close', leave);
      // Who reads it hears by itself of what goes wrong. Where its caller has left nobody does, and the process would end by it.
      response.body.on('error', () => {});
      return response;
    } catch (error) {
      leave();
      throw error;
    }
  };
}
