import type { User } from './tenant/user.js';

type Shown = { until: number; was: User | undefined };

/** What readers do not see yet: new users, and what changed of others (Microsoft Entra, eventual consistency). */
export class Lag {
  readonly #shown = new Map<User, Shown>();

  /** A user is not seen before `lagMs` have passed. */
  hides(user: User, at: number, lagMs: number): void {
    this.#keep(user, { until: at + lagMs, was: undefined }, at);
  }

  /** A user is seen as it is now, before its change, until `lagMs` have passed. */
  changes(user: User, at: number, lagMs: number): void {
    const known = this.#shown.get(user);
    if (known && known.until > at) this.#keep(user, { ...known, until: at + lagMs }, at);
    else this.#keep(user, { until: at + lagMs, was: user.copy() }, at);
  }

  seen(user: User, at: number): User | undefined {
    if (this.#shown.size === 0) return user;
    const shown = this.#shown.get(user);
    if (!shown || shown.until <= at) return user;
    return shown.was;
  }

  #keep(user: User, shown: Shown, at: number): void {
    if (this.#shown.size > 10_000)
      for (const [other, { until }] of this.#shown) if (until <= at) this.#shown.delete(other);
    this.#shown.set(user, shown);
  }
}
