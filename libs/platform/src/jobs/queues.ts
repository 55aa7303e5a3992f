import { randomUUID } from 'node:crypto';
import { type IQueueBackend, type Job, type JobsOptions, type Queue, withBackend } from 'bullmq';
import type { Registry } from 'prom-client';
import { NotFound } from '../errors/refusal.js';
import { reasonOf } from './failure.js';
import { type Counts, JobMetrics } from './metrics.js';
import { borrowStore, type StoreUrls } from './open-store.js';
import { isOutage, type Store } from './store.js';
import { SILENT, type WorkLog } from '../telemetry/log.js';
import { type Trace, UNTRACED } from './instrumentation.js';
import { type Sweep, type Sweeper, sweep } from './sweeper.js';
import { inChunks, Wake } from './wake.js';
import { type Patience, QueueWorker, type Run } from './worker.js';

export type QueuesOptions = {
  log?: WorkLog;
  trace?: Trace;
  registry?: Registry;
  /** How often a job is tried before it is dead, and ms before the second try; the pause doubles, less up to half by chance. */
  attempts?: number;
  backoff?: number;
  patience?: Partial<Patience>;
  /** Ms that wake() waits for the queue store at most, so that an outage of it costs a request no more. */
  wakeWithin?: number;
};

type Working = { concurrency?: number; run: Run; giveUp?: (id: string) => Promise<void> };

/** A job that failed for good. Its work is still a row of the service's: whether it is given up is the domain's to say. */
export type DeadLetter = { id: string; ids: string[]; trace?: string; reason: string; attempts: number; diedAt: Date };

type BullQueue = Queue<Wake, void, string, Wake, void, string, IQueueBackend, object>;
type BullJob = Job<Wake, void>;

const JOB = 'wake';
const DEAD_KEPT = { age: 30 * 24 * 3_600, count: 10_000 };
// A sweep reads the queue: deeper than this it is left alone.
const DEEP = 1_000;
// For how long the sweeper leaves the dead alone, ms: a long outage must not leave work to be replayed by hand.
const DEAD_REST = 15 * 60_000;

/**
 * The queues of one service: on Redis where REDIS_URL is given, else on PostgreSQL. Work accepted is a row in the service's
 * own tables; a queue only wakes a worker, so a store that is away or wiped loses nothing that the sweeper does not bring back.
 * A job runs at least once: what it does has to be idempotent.
 */
export class Queues {
  readonly #store: Store;
  readonly #release: () => Promise<void>;
  readonly #queues = new Map<string, BullQueue>();
  readonly #workers = new Set<QueueWorker>();
  readonly #sweepers = new Set<Sweeper>();
  readonly #metrics: JobMetrics;
  readonly #log: WorkLog;
  readonly #trace: Trace;
  readonly #patience: Patience;
  readonly #wakeWithin: number;
  readonly #jobOptions: JobsOptions;
  #closing: Promise<void> | undefined;

  /** Connects when first needed; refuses to be made without a URL. */
  constructor(urls: StoreUrls, options: QueuesOptions = {}) {
    const { store, release } = borrowStore(urls);
    this.#store = store;
    this.#release = release;
    this.#log = options.log ?? SILENT;
    this.#trace = options.trace ?? UNTRACED;
    this.#patience = { lock: 20_000, stalled: 10_000, stalls: 5, close: 20_000, ...options.patience };
    this.#wakeWithin = options.wakeWithin ?? 1_000;
    this.#metrics = new JobMetrics(() => this.#allCounts(), options.registry);
    this.#jobOptions = {
      attempts: options.attempts ?? 8,
      backoff: { type: 'exponential', delay: options.backoff ?? 1_000, jitter: 0.5 },
      removeOnComplete: true,
      removeOnFail: DEAD_KEPT,
      stackTraceLimit: 1,
    };
    store.on('down', this.#tellDown).on('up', this.#tellUp);
  }

  /**
   * Wakes a worker for rows that were accepted: call it after their transaction has committed. Each job has a fresh id, so the
   * same rows can be woken again; `chunk` ids (100) go into one. Never fails for want of the queue store: a wake that
   * it does not take within a second is logged and counted, and the sweeper brings the rows. Refuses what is not ids.
   */
  async wake(queue: string, { ids }: { ids: readonly string[] }, { chunk = 100 } = {}): Promise<void> {
    if (ids.length === 0) return;
    await this.#trace.within(`wake ${queue}`, this.#trace.current(), () => this.#wake(queue, ids, chunk));
  }

  async #wake(queue: string, ids: readonly string[], chunk: number): Promise<void> {
    const trace = this.#trace.current();
    const wakes = inChunks(ids, chunk).map((some) => Wake.parse({ ids: some, trace }));
    try {
      await this.#reach(() => this.#add(queue, wakes));
      this.#metrics.woken(queue, wakes.length);
    } catch (error) {
      this.#metrics.lost(queue, wakes.length);
      if (!this.#store.isDown) this.#log.warn({ queue, ids: ids.length, reason: reasonOf(error) }, 'a wake was lost');
    }
  }

  /**
   * Works a queue in this process. `run` is given a wake and a signal, and runs `concurrency` (2) jobs side by side: low, as a
   * job that blocks the process takes its neighbours along. It is retried with growing pauses when it throws, unless
   * it throws a Refusal with a status under 500; then, or after the last attempt, the job is a dead letter, and `giveUp` is told
   * whose.
   */
  work(queue: string, { concurrency = 2, run, giveUp }: Working): QueueWorker {
    if (this.#closing) throw new Error('the queues are closed');
    const worker = new QueueWorker(this.#store, {
      queue,
      concurrency,
      run,
      giveUp,
      patience: this.#patience,
      log: this.#log,
      trace: this.#trace,
      metrics: this.#metrics,
      wakeAgain: (lists, trace) =>
        this.#reach(() =>
          this.#add(
            queue,
            lists.map((ids) => ({ ids, trace })),
          ),
        ),
    });
    this.#workers.add(worker);
    return worker;
  }

  /** Sweeps a queue: see `sweep`. `find` looks for what is accepted, undone and older than a grace of some seconds. */
  sweep(queue: string, about: Omit<Sweep, 'wake' | 'held' | 'log'>): Sweeper {
    let longDead = new Map<string, string>();
    const sweeper = sweep({
      ...about,
      log: this.#log,
      held: async () => {
        const held = await this.#held(queue);
        longDead = held?.longDead ?? new Map();
        return held?.ids;
      },
      wake: async (ids) => {
        await this.wake(queue, { ids });
        // Else a row that fails for ever would leave a dead letter each time.
        await Promise.all(ids.map((id) => longDead.get(id)).map((dead) => dead && this.#queue(queue).remove(dead)));
      },
    });
    this.#sweepers.add(sweeper);
    return sweeper;
  }

  /** How many jobs the queue holds that are not dead: waiting, running or to be retried. */
  async depth(queue: string): Promise<number> {
    const { waiting, active, delayed } = await this.counts(queue);
    return waiting + active + delayed;
  }

  /** How many jobs the queue holds, by state; rejects where the store is away. */
  async counts(queue: string): Promise<Counts> {
    // A paused queue on PostgreSQL counts what waits as `paused`, a state that BullMQ's types do not name.
    const states = ['waiting', 'paused' as 'waiting', 'active', 'delayed', 'failed'] as const;
    const counts = await this.#reach(() => this.#queue(queue).getJobCounts(...states));
    const { waiting = 0, paused = 0, active = 0, delayed = 0, failed = 0 } = counts;
    return { waiting: waiting + paused, active, delayed, dead: failed };
  }

  /** The dead letters of a queue, the latest first. They are kept for 30 days, and 10,000 at most. */
  async dead(queue: string, limit = 100): Promise<DeadLetter[]> {
    const jobs = await this.#reach(() => this.#queue(queue).getFailed(0, limit - 1));
    return jobs.map((job) => ({
      id: job.id!,
      ...job.data,
      reason: job.failedReason,
      attempts: job.attemptsMade,
      diedAt: new Date(job.finishedOn!),
    }));
  }

  /** Wakes what a dead letter holds again, under a fresh job id, and drops the letter. Refuses NOT_FOUND for another id. */
  async replay(queue: string, id: string): Promise<void> {
    await this.#reach(async () => {
      const job = await this.#queue(queue).getJob(id);
      if (!job || !(await job.isFailed())) throw new NotFound('dead letter');
      await this.#add(queue, [job.data]);
      await job.remove();
    });
  }

  /** Stops all workers of a queue, in all processes, from taking more jobs, until it is resumed. */
  async pause(queue: string): Promise<void> {
    await this.#reach(() => this.#queue(queue).pause());
  }

  async resume(queue: string): Promise<void> {
    await this.#reach(() => this.#queue(queue).resume());
  }

  /** Refuses (ConfigError) a queue store that could lose wakes or does not let us in; one that is away is waited for 2 s. */
  demandDurable(): Promise<void> {
    return this.#store.demandDurable(2_000);
  }

  /** Resolves where the queue store answers within a second: for a readiness probe. */
  async check(): Promise<void> {
    await this.#reach(() => this.#store.ping());
  }

  /** Ends sweepers, then workers (see QueueWorker.close; `within` in ms), then connections. Leaves no handle open. */
  close(within?: number): Promise<void> {
    this.#closing ??= this.#close(within);
    return this.#closing;
  }

  async #close(within?: number): Promise<void> {
    await Promise.all([...this.#sweepers].map((sweeper) => sweeper.close()));
    await Promise.all([...this.#workers].map((worker) => worker.close(within)));
    await Promise.all([...this.#queues.values()].map((queue) => queue.close().catch(() => {})));
    this.#store.off('down', this.#tellDown).off('up', this.#tellUp);
    await this.#release();
  }

  #reach<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing) return Promise.reject(new Error('the queues are closed'));
    return this.#store.reach(this.#wakeWithin, work);
  }

  #queue(name: string): BullQueue {
    const known = this.#queues.get(name);
    if (known) return known;
    const { Queue: BullQueues } = withBackend(this.#store.backend);
    const queue = new BullQueues(name, { connection: {}, defaultJobOptions: this.#jobOptions }) as BullQueue;
    queue.on('error', (error) => {
      if (!isOutage(error)) this.#log.warn({ queue: name, reason: reasonOf(error) }, 'a queue met an error');
    });
    this.#queues.set(name, queue);
    return queue;
  }

  async #add(name: string, wakes: Wake[]): Promise<void> {
    const queue = this.#queue(name);
    const [first, ...others] = wakes.map((data) => ({ name: JOB, data, opts: { jobId: randomUUID() } }));
    if (!first) return;
    if (others.length === 0) await queue.add(first.name, first.data, first.opts);
    else await queue.addBulk([first, ...others]);
  }

  // What a sweeper has to leave alone, and the letter of each id that has been dead for long.
  async #held(name: string): Promise<{ ids: Set<string>; longDead: Map<string, string> } | undefined> {
    if ((await this.depth(name)) > DEEP) return undefined;
    const [live, dead] = await this.#reach(async () => {
      const queue = this.#queue(name);
      return Promise.all([queue.getJobs(['active', 'delayed', 'waiting'], 0, DEEP), queue.getFailed(0, DEEP)]);
    });
    const isResting = (job: BullJob) => job.finishedOn! > performance.timeOrigin + performance.now() - DEAD_REST;
    const ids = new Set([...live, ...dead.filter(isResting)].flatMap((job) => job.data.ids));
    const old = dead.filter((job) => !isResting(job));
    return { ids, longDead: new Map(old.flatMap((job) => job.data.ids.map((id) => [id, job.id!] as const))) };
  }

  async #allCounts(): Promise<Map<string, Counts>> {
    const all = [...this.#queues.keys()].map(async (queue) => [queue, await this.counts(queue)] as const);
    const settled = await Promise.allSettled(all);
    return new Map(settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
  }

  readonly #tellDown = (error: Error): void =>
    this.#log.warn({ reason: reasonOf(error) }, 'the queue store is away; accepted work waits for the sweeper');

  readonly #tellUp = (): void => this.#log.info({}, 'the queue store is back');
}
