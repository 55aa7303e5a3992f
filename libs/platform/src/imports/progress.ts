import type { Migration } from '../postgres/migrate.js';
import type { Tally } from './tally.js';

/** How far a file at work has come. */
export type Reached = { rows: number; accepted: number; rejected: number };

/** Rows after which it is told anew. */
const EVERY = 1000;

/** Tells of a file at work how far it is, beside the work: once at a time, and what could not be told is told by the next. */
export class Progress {
  #last = 0;
  #telling: Promise<void> | undefined;

  constructor(private readonly tell: (reached: Reached) => Promise<void>) {}

  see({ rows, accepted, rejected }: Tally): void {
    if (this.#telling || rows - this.#last < EVERY) return;
    this.#last = rows;
    this.#telling = this.tell({ rows, accepted, rejected: rejected.length })
      // No file fails for what is told on its way.
      .catch(() => {})
      .finally(() => (this.#telling = undefined));
  }

  /** Waits for what is being told. */
  async end(): Promise<void> {
    await this.#telling;
  }
}

/** How far files at work are, which others read while their transactions last; without a reference, since that would wait for them. */
export const importProgress = (table: string): Migration => ({
  name: '2026-12-06-import-progress',
  up: `create table ${table}_progress(import_id uuid primary key, rows int not null, accepted int not null, rejected int not null);`,
});
