import { Counter, Gauge, Registry } from 'prom-client';

/** What is counted of event logs, by log and by the follower of it. */
export class EventMetrics {
  readonly #published: Counter<'log'>;
  readonly #applied: Counter<'log' | 'follower'>;
  readonly #lag: Gauge<'log' | 'follower'>;
  readonly #rebuilds: Counter<'log' | 'follower'>;
  readonly #failures: Counter<'log' | 'follower'>;

  constructor(registry: Registry = new Registry()) {
    const registers = [registry];
    const labelNames = ['log', 'follower'] as const;
    this.#published = new Counter({
      name: 'takwin_events_published_total',
      help: 'Events numbered by this process',
      labelNames: ['log'],
      registers,
    });
    this.#applied = new Counter({
      name: 'takwin_events_applied_total',
      help: 'Events whose effect this process has committed',
      labelNames,
      registers,
    });
    this.#lag = new Gauge({
      name: 'takwin_events_lag',
      help: 'Events between the follower and the head of the log, when it last looked',
      labelNames,
      registers,
    });
    this.#rebuilds = new Counter({
      name: 'takwin_events_rebuilds_total',
      help: 'Times that this process sent the follower back to the start of the log',
      labelNames,
      registers,
    });
    this.#failures = new Counter({
      name: 'takwin_events_failures_total',
      help: 'Steps of the follower that failed and are tried again',
      labelNames,
      registers,
    });
  }

  published(log: string, events: number): void {
    if (events > 0) this.#published.inc({ log }, events);
  }

  applied(log: string, follower: string, events: number): void {
    this.#applied.inc({ log, follower }, events);
  }

  lag(log: string, follower: string, events: number): void {
    this.#lag.set({ log, follower }, events);
  }

  rebuilding(log: string, follower: string): void {
    this.#rebuilds.inc({ log, follower });
  }

  failed(log: string, follower: string): void {
    this.#failures.inc({ log, follower });
  }
}
