import type { OnApplicationBootstrap } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor } from '../auth/actor.js';
import type { Database } from '../postgres/database.js';
import { EventMetrics } from './metrics.js';
import { Outage } from './outage.js';
import { SILENT, type WorkLog } from '../telemetry/log.js';

type Options = {
  /** Milliseconds between looks at what a crash left behind between a commit and its publishing; 5,000 unless told. */
  every?: number;
  logger?: WorkLog;
  metrics?: EventMetrics;
};

// Events moved by one call of publish(): an event may hold 500 changes.
const MOST = 250;

/** Numbers what transactions have appended: after each commit that announced, and by a timer. Many may run side by side. */
export class Publisher implements OnApplicationBootstrap {
  readonly #every: number;
  readonly #metrics: EventMetrics;
  readonly #outage: Outage;
  #round: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #stop: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly db: Database,
    { every = 5_000, logger = SILENT, metrics = new EventMetrics() }: Options = {},
  ) {
    this.#every = every;
    this.#metrics = metrics;
    this.#outage = new Outage(logger, { publisher: db.name });
  }

  onApplicationBootstrap(): void {
    this.start();
  }

  start(): this {
    if (this.#stop) return this;
    this.#stop = this.db.onAnnounced(() => this.#soon());
    this.#soon();
    return this;
  }

  /** Publishes all that was committed before the call. Calls that come while one is at work share the next round. */
  flush(): Promise<void> {
    if (this.#next) return this.#next;
    const next = this.#round.then(() => {
      this.#next = undefined;
      return this.#drain();
    });
    this.#round = next.catch(() => {});
    this.#next = next;
    return next;
  }

  /** Publishes what is left, as far as the database answers, and ends. */
  async stop(): Promise<void> {
    this.#stop?.();
    this.#stop = undefined;
    clearTimeout(this.#timer);
    await this.flush().catch(() => {});
  }

  #soon(): void {
    this.flush().then(
      () => {
        this.#outage.over();
        this.#again(this.#every);
      },
      (error: unknown) => this.#again(this.#outage.met(error)),
    );
  }

  #again(wait: number): void {
    clearTimeout(this.#timer);
    if (this.#stop) this.#timer = setTimeout(() => this.#soon(), wait);
  }

  async #drain(): Promise<void> {
    let moved: number;
    do {
      moved = await this.db.readAs(systemActor(this.db.name), async (tx) => {
        const row = await tx.one<{ moved: number }>(sql`select publish(${MOST}) as moved`);
        return row!.moved;
      });
      this.#metrics.published(this.db.name, moved);
    } while (moved === MOST);
  }
}
