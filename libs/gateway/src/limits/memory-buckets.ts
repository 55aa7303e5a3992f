import { type Buckets, fillingTime, type Quota, type Taken, takenOf } from './bucket.js';

/** How many buckets are remembered that are not full. */
const MOST = 50_000;

/** The buckets of one process: for one gateway alone, and for as long as the store that several share is away. */
export class MemoryBuckets implements Buckets {
  /** When each is full: what is full is forgotten. */
  readonly #fullAt = new Map<string, number>();

  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly most = MOST,
  ) {}

  get size(): number {
    return this.#fullAt.size;
  }

  take(key: string, points: number, quota: Quota): Promise<Taken> {
    const now = this.now();
    const asked = fillingTime(points, quota);
    const untilFull = Math.max(0, (this.#fullAt.get(key) ?? now) - now);
    const isGiven = untilFull + asked <= quota.seconds * 1_000;
    const after = isGiven ? Math.max(0, untilFull + asked) : untilFull;
    if (isGiven) this.#remember(key, now + after, now);
    return Promise.resolve(takenOf(isGiven, after, asked, quota));
  }

  close(): Promise<void> {
    this.#fullAt.clear();
    return Promise.resolve();
  }

  #remember(key: string, fullAt: number, now: number): void {
    if (!this.#fullAt.has(key) && this.#fullAt.size >= this.most) this.#forget(now);
    this.#fullAt.set(key, fullAt);
  }

  #forget(now: number): void {
    for (const [key, fullAt] of this.#fullAt) if (fullAt <= now) this.#fullAt.delete(key);
    // Nobody fills the memory with addresses: who asked first begins anew.
    for (const key of this.#fullAt.keys()) {
      if (this.#fullAt.size < this.most) return;
      this.#fullAt.delete(key);
    }
  }
}
