import type { Migration } from '../postgres/migrate.js';
import type { Tally } from './tally.js';

/** How far a file at work has come. */
export type Reached = { rows: number; accepted: number; rejected: number };

/** Undoes the work on a file that is taken back while it lasts. */
export class Cancelled extends Error {}

/** Rows after which it is told anew. */
const EVERY = 1000;

/** Tells of a file at work how far it is, beside the work: once at a time, and what could not be told is told by the next. */
export class Progress {
  #last = 0;
  #isCancelled = false;
  #telling: Promise<void> | undefined;

  /** `tell` answers whether somebody has asked meanwhile that the file be taken back. */
  constructor(private readonly tell: (reached: Reached) => Promise<boolean>) {}

  /** Throws Cancelled where somebody has asked for it by what was told last. */
  see({ rows, accepted, rejected }: Tally): void {
    if (this.#isCancelled) throw new Cancelled();
    if (this.#telling || rows - this.#last < EVERY) return;
    this.#last = rows;
    this.#telling = this.tell({ rows, accepted, rejected: rejected.length })
      .then((isCancelled) => void (this.#isCancelled = isCancelled))
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

/** A file may be taken back until it is done: who asked for it stands beside the work, for the file itself is held by its worker. */
export const cancelledImports = (table: string): Migration => ({
  name: '2026-12-08-cancelled-imports',
  up: `
    alter table ${table} add column cancelled_by text, drop constraint ${table}_state_check,
      add constraint ${table}_state_check check (state in ('accepted', 'done', 'refused', 'cancelled'));
    alter table ${table}_progress add column cancelled_by text;`,
});
