import { setTimeout } from 'node:timers/promises';

/** Milliseconds from one time at which something ends to the next. */
const BEAT = 25;

/**
 * Does some work and ends at the next beat since it began, also where it fails: how long it took does not tell what was found, where that
 * makes a difference of far less than a beat.
 */
export async function inEvenTime<T>(work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  try {
    return await work();
  } finally {
    await setTimeout(BEAT - ((performance.now() - began) % BEAT));
  }
}
