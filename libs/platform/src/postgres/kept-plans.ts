import type { Acting } from './bounds.js';

/** How many statements a connection keeps at most; what comes after them is planned each time, as all others are. */
const MOST = 100;

/**
 * Names of the statements that a connection plans once, and goes on by that plan (PostgreSQL: PREPARE, Notes). Of one text each role has
 * its own: policies are part of a plan, which PostgreSQL makes anew for another role than the last.
 */
export class KeptPlans {
  readonly #names = new Map<string, string>();
  #made = 0;

  /** Undefined where there are too many already. */
  nameOf(text: string, [role]: Acting): string | undefined {
    const key = keyOf(text, role);
    if (!this.#names.has(key) && this.#names.size < MOST) this.#names.set(key, `kept_${this.#made++}`);
    return this.#names.get(key);
  }

  /** Has the statement be planned anew, under another name. */
  forget(text: string, [role]: Acting): void {
    this.#names.delete(keyOf(text, role));
  }
}

const keyOf = (text: string, role: string): string => `${role} ${text}`;

/** Whether a connection cannot go on by what it keeps: a migration has made a column of the answer another one. */
export function isOutdated(error: unknown): boolean {
  const { code, routine } = (error ?? {}) as { code?: unknown; routine?: unknown };
  return code === '0A000' && routine === 'RevalidateCachedQuery';
}
