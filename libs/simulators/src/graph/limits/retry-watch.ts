type Wait = { at: number; until: number };

// A timer may fire a millisecond before its time, and clocks of two processes differ a little.
const TOLERANCE_MS = 5;

/** Remembers the waits that callers were told, and how far ahead of them they come back. */
export class RetryWatch {
  readonly #waits = new Map<string, Wait>();

  /** A caller was told at `at` (ms) to leave a limit alone for `waitMs`. */
  begin(limit: string, at: number, waitMs: number): void {
    const running = this.#running(limit, at);
    this.#waits.set(limit, { at: running?.at ?? at, until: Math.max(running?.until ?? 0, at + waitMs) });
  }

  /**
   * Which told wait a call that draws on `limits` at `at` (ms) breaks, and by how much: the longest. Calls within
   * `graceMs` of the telling were on their way and are not early.
   */
  early(limits: readonly string[], at: number, graceMs: number): { limit: string; earlyMs: number } | undefined {
    let longest: { limit: string; earlyMs: number } | undefined;
    for (const limit of limits) {
      const wait = this.#running(limit, at);
      if (!wait || at <= wait.at + graceMs) continue;
      const earlyMs = Math.round(wait.until - at);
      if (earlyMs > (longest?.earlyMs ?? TOLERANCE_MS)) longest = { limit, earlyMs };
    }
    return longest;
  }

  #running(limit: string, at: number): Wait | undefined {
    const wait = this.#waits.get(limit);
    if (wait && at < wait.until) return wait;
    this.#waits.delete(limit);
    return undefined;
  }
}
