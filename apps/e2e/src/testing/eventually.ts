import { setTimeout as pause } from 'node:timers/promises';

/** Waits until something holds; refuses where it does not in so many milliseconds, a minute unless told. */
export async function eventually(holds: () => Promise<boolean>, patience = 60_000): Promise<void> {
  for (const end = Date.now() + patience; Date.now() < end; await pause(100)) if (await holds()) return;
  throw new Error('it never came to be');
}
