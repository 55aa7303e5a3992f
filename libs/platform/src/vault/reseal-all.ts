import { setTimeout as pause } from 'node:timers/promises';

/** Something that is kept under keys: how much of it is not under those of today, and how to bring some of it there. */
export type Resealed = { what: string; left(): Promise<number>; sealSome(limit: number): Promise<number> };

/** How much is brought under the keys of today in one transaction. */
const AT_ONCE = 500;
/** Milliseconds in which who holds what is left may let it go. */
const PATIENCE = 500;

/**
 * Brings all of it under the keys of today, batch by batch, and tells how far it is. Others may write meanwhile; broken off, it goes on
 * where it was when it is begun again. Ends once nothing is left.
 */
export async function resealAll(parts: readonly Resealed[], tell: (line: string) => void): Promise<void> {
  for (const { what, left, sealSome } of parts) {
    let [done, toDo] = [0, await left()];
    while (toDo > 0) {
      const some = await sealSome(AT_ONCE);
      done += some;
      if (some === 0) {
        toDo = await left();
        if (toDo > 0) await pause(PATIENCE);
      } else tell(`${what}: ${done} of ${Math.max(done, toDo)}`);
    }
    tell(`${what}: all under the keys of today`);
  }
}
