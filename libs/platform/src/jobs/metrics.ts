import { Counter, Gauge, Histogram, Registry } from 'prom-client';

export type Counts = { waiting: number; active: number; delayed: number; dead: number };

type Outcome = 'done' | 'retried' | 'split' | 'dead' | 'released';

/** What is counted of queues, by queue name. `countsOf` is asked for depths when the registry is scraped. */
export class JobMetrics {
  readonly #woken: Counter<'queue'>;
  readonly #lost: Counter<'queue'>;
  readonly #worked: Counter<'queue' | 'outcome'>;
  readonly #seconds: Histogram<'queue'>;

  constructor(countsOf: () => Promise<Map<string, Counts>>, registry: Registry = new Registry()) {
    const registers = [registry];
    const labelNames = ['queue'] as const;
    this.#woken = new Counter({
      name: 'takwin_jobs_woken_total',
      help: 'Wakes put into a queue',
      labelNames,
      registers,
    });
    this.#lost = new Counter({
      name: 'takwin_jobs_wakes_lost_total',
      help: 'Wakes that the queue store did not take; the sweeper brings their work',
      labelNames,
      registers,
    });
    this.#worked = new Counter({
      name: 'takwin_jobs_worked_total',
      help: 'Jobs by how they ended: done, retried, split, dead, released',
      labelNames: [...labelNames, 'outcome'],
      registers,
    });
    this.#seconds = new Histogram({
      name: 'takwin_jobs_seconds',
      help: 'Seconds that a job ran',
      labelNames,
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 30],
      registers,
    });
    new Gauge({
      name: 'takwin_jobs_held',
      help: 'Jobs that the queue store holds, by state',
      labelNames: [...labelNames, 'state'],
      registers,
      async collect() {
        this.reset();
        for (const [queue, counts] of await countsOf())
          for (const [state, count] of Object.entries(counts)) this.set({ queue, state }, count);
      },
    });
  }

  woken(queue: string, jobs: number): void {
    this.#woken.inc({ queue }, jobs);
  }

  lost(queue: string, jobs: number): void {
    this.#lost.inc({ queue }, jobs);
  }

  worked(queue: string, outcome: Outcome): void {
    this.#worked.inc({ queue, outcome });
  }

  ran(queue: string, milliseconds: number): void {
    this.#seconds.observe({ queue }, milliseconds / 1_000);
  }
}
