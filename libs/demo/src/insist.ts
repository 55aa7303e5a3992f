import { setTimeout as pause } from 'node:timers/promises';
import { backoff } from '@takwin/platform/clock';

/** What a try ends with that another one may change; `wait` is how many milliseconds the other side asks for. */
export class NotNow {
  constructor(
    readonly reason: string,
    readonly wait = 0,
  ) {}
}

/** Nothing but NotNow came in the time that there was: what was asked for may have been done, or not. */
export class Unanswered extends Error {}

/**
 * Tries until that ends with anything but NotNow, after waits that grow and are scattered, and never shorter than asked for.
 * Refuses (Unanswered) where the next try would begin after `deadline`, an instant of performance.now().
 */
export async function insist<T>(what: string, attempt: () => Promise<T | NotNow>, deadline: number): Promise<T> {
  for (let tries = 1; ; tries++) {
    const outcome = await attempt();
    if (!(outcome instanceof NotNow)) return outcome;
    const wait = outcome.wait + backoff(tries - 1);
    if (performance.now() + wait >= deadline)
      throw new Unanswered(`${what} was given up after ${tries} tries, the last of which ended with ${outcome.reason}`);
    await pause(wait);
  }
}
