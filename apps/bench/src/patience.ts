import { setTimeout as pause } from 'node:timers/promises';
import { retryAfterOf } from '@takwin/platform/http';

/** Milliseconds to wait where an answer does not say how long. */
const USUAL = 500;
const TRIES = 8;

/**
 * In how many milliseconds to ask again who was told to wait (429), or found nobody at work (503) or nobody in time (504); undefined of
 * any other answer.
 */
export const waitOf = (status: number, headers: Headers): number | undefined =>
  status === 429 || status === 503 || status === 504 ? (retryAfterOf(headers, new Date()) ?? USUAL) : undefined;

/** Asks as the API wants to be asked: again, when it may be, where it was told to wait. Counts how often it waited. */
export class Patience {
  waited = 0;

  constructor(private readonly tries = TRIES) {}

  /** fetch with patience; of the last try any answer is the answer. */
  fetch(url: string, init?: RequestInit): Promise<Response> {
    return this.ask(
      () => fetch(url, init),
      ({ status, headers }) => waitOf(status, headers),
    );
  }

  /** The same for who sends in another way: `wait` says in how many milliseconds to ask again. */
  async ask<T>(send: () => Promise<T>, wait: (answer: T) => number | undefined): Promise<T> {
    for (let tried = 1; ; tried++) {
      const answer = await send();
      const ms = tried < this.tries ? wait(answer) : undefined;
      if (ms === undefined) return answer;
      this.waited++;
      await pause(ms);
    }
  }
}
