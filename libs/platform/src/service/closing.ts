/**
 * What a service is made of, in the order in which it ends: requests are answered and jobs done while all that they need is
 * there, what they have announced is published after the last of them, and the database goes when nobody asks it any more.
 */
const ORDER = ['callers', 'app', 'queues', 'followers', 'publisher', 'database', 'traces'] as const;

type Part = (typeof ORDER)[number];

/** Ends a service part by part, whatever the order in which its parts were begun. */
export class Closing {
  readonly #ends = new Map<Part, () => Promise<unknown>>();

  /** Says how a part ends, as soon as it has begun. */
  on(part: Part, end: () => Promise<unknown>): void {
    this.#ends.set(part, end);
  }

  async run(): Promise<void> {
    for (const part of ORDER) await this.#ends.get(part)?.();
  }
}
