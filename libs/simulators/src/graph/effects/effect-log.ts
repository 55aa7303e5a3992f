import type { Effect } from './effect.js';

/** An append-only log of effects, numbered from 1. */
export interface EffectLog {
  readonly length: number;
  append(effect: Effect): void;
  /** Everything appended so far outlives the process when this returns. */
  flush(): void;
  /** Up to `first` effects after number `since`. */
  read(since: number, first: number): Effect[];
  /** Empties the log. */
  clear(): void;
  close(): void;
}

export class MemoryLog implements EffectLog {
  #effects: Effect[] = [];

  get length(): number {
    return this.#effects.length;
  }

  append(effect: Effect): void {
    this.#effects.push(effect);
  }

  flush(): void {}

  read(since: number, first: number): Effect[] {
    return this.#effects.slice(since, since + first);
  }

  clear(): void {
    this.#effects = [];
  }

  close(): void {}
}
