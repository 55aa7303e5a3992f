/** How many tokens there are per time, and how they come back. */
export type Limit = { tokens: number; milliseconds: number; window: 'fixed' | 'bucket' };

/** What a draw found: 0 to wait when it was granted, and how much of the limit is used by now, 1 being all of it. */
export type Draw = { waitMs: number; used: number };

/** One allowance of tokens. Refused draws count too, up to twice the limit (Microsoft Graph throttling guidance). */
export class Allowance {
  #used = 0;
  /** Start of the window, or when the bucket was last looked at, in ms. */
  #since = -Infinity;

  /** Draws `cost` tokens at `at` (ms). */
  draw(cost: number, at: number, limit: Limit): Draw {
    const { tokens } = limit;
    this.#refill(at, limit);
    this.#used = Math.min(this.#used + cost, Math.max(2 * tokens, cost));
    return { waitMs: this.#used > tokens ? this.#wait(at, limit) : 0, used: this.#used / tokens };
  }

  // A fixed window begins with the first draw after the end of the one before.
  #refill(at: number, { tokens, milliseconds, window }: Limit): void {
    if (window === 'bucket') {
      this.#used = Math.max(0, this.#used - ((at - this.#since) / milliseconds) * tokens);
      this.#since = at;
    } else if (at >= this.#since + milliseconds) {
      this.#used = 0;
      this.#since = at;
    }
  }

  #wait(at: number, { tokens, milliseconds, window }: Limit): number {
    if (window === 'fixed') return this.#since + milliseconds - at;
    return ((this.#used - tokens) / tokens) * milliseconds;
  }
}
