import { setTimeout as pause } from 'node:timers/promises';
import { type IQueueBackend, type Job, UnrecoverableError, WaitingError, withBackend, type Worker } from 'bullmq';
import { failure, isFinal, reasonOf } from './failure.js';
import type { JobMetrics } from './metrics.js';
import { isOutage, type Store } from './store.js';
import type { WorkLog } from '../telemetry/log.js';
import type { Trace } from './instrumentation.js';
import { Wake } from './wake.js';

/** Runs a wake. `signal` aborts when the lock was lost to another worker, or when closing has waited long enough. */
export type Run = (wake: Wake, signal: AbortSignal) => Promise<void>;

export type Patience = {
  /** For how long a job is a worker's own before it has to renew, ms. */
  lock: number;
  /** How often a worker looks for jobs whose worker died, ms: such a job is taken again within `lock` + 2 × `stalled`. */
  stalled: number;
  /** How often a job may lose its worker before it is dead. */
  stalls: number;
  /** For how long close() lets jobs run before it aborts their signal, ms. */
  close: number;
};

type About = {
  queue: string;
  concurrency: number;
  run: Run;
  giveUp: ((id: string) => Promise<void>) | undefined;
  patience: Patience;
  log: WorkLog;
  trace: Trace;
  metrics: JobMetrics;
  /** Wakes lists of ids, each in a job of its own. */
  wakeAgain(lists: string[][], trace: string | undefined): Promise<void>;
};

// What a job is given to end after its signal was aborted, and BullMQ to say goodbye to a store that may be away.
const GRACE = 2_000;

type Bull = Worker<Wake, void, string, IQueueBackend>;

/** Works a queue in this process until it is closed; outages of the queue store are waited out. */
export class QueueWorker {
  readonly #about: About;
  readonly #bull: Bull;
  readonly #busy = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  constructor(store: Store, about: About) {
    this.#about = about;
    const { queue, concurrency, patience, log } = about;
    const { Worker: BullWorker } = withBackend(store.backend);
    this.#bull = new BullWorker<Wake, void>(
      queue,
      (job, token, signal) => this.#keep(this.#work(job, token, signal!)),
      {
        connection: {},
        concurrency,
        lockDuration: patience.lock,
        stalledInterval: patience.stalled,
        maxStalledCount: patience.stalls,
        runRetryDelay: 1_000,
      },
    ) as Bull;
    this.#bull.on('failed', (job, error) => void this.#keep(this.#afterFailure(job, error)));
    this.#bull.on('lockRenewalFailed', (ids) => ids.forEach((id) => this.#bull.cancelJob(id, 'lock lost')));
    this.#bull.on('error', (error) => {
      // Outages are told by the store, once.
      if (!isOutage(error) && !this.#closing)
        log.warn({ queue, reason: reasonOf(error) }, 'a queue worker met an error');
    });
  }

  /** Takes no more jobs; those that run go on. */
  async pause(): Promise<void> {
    await this.#bull.pause(true);
  }

  async resume(): Promise<void> {
    await this.#bull.resume();
  }

  /**
   * Takes no more jobs, lets those that run end, aborts their signal after `within` ms; what ignores that too is left
   * to another worker, which takes it when its lock has run out.
   */
  close(within = this.#about.patience.close): Promise<void> {
    this.#closing ??= this.#close(within);
    return this.#closing;
  }

  async #close(within: number): Promise<void> {
    const stop = new AbortController();
    const after = (ms: number) => pause(ms, undefined, { signal: stop.signal });
    const closed = this.#bull.close().then(() => Promise.allSettled(this.#busy));
    const givenUp = (async () => {
      await after(within);
      this.#bull.cancelAllJobs('closing');
      await after(GRACE);
    })();
    const storeIsAway = (async () => {
      do await after(GRACE);
      while (this.#busy.size > 0);
    })();
    const left = Promise.race([givenUp, storeIsAway]).then(
      () => true,
      () => false,
    );
    if (await Promise.race([closed.then(() => false), left])) {
      const { queue, log } = this.#about;
      log.warn({ queue, jobs: this.#busy.size }, 'a queue worker was left before it closed');
      // BullMQ would renew the lock of a job that ignores its signal for as long as this process lives.
      await this.#bull['lockManager'].close();
    }
    stop.abort();
    await Promise.allSettled([givenUp, storeIsAway]);
  }

  #keep<T>(work: Promise<T>): Promise<T> {
    this.#busy.add(work);
    const done = () => this.#busy.delete(work);
    work.then(done, done);
    return work;
  }

  async #work(job: Job<Wake, void>, token: string | undefined, signal: AbortSignal): Promise<void> {
    const { queue, run, trace, metrics } = this.#about;
    const { success, data: wake } = Wake.safeParse(job.data);
    if (!success) throw new UnrecoverableError('the job holds no wake');
    const began = performance.now();
    try {
      await trace.within(`work ${queue}`, wake.trace, () => run(wake, signal));
      metrics.worked(queue, 'done');
    } catch (error) {
      if (this.#closing && signal.aborted) {
        // The job did nothing wrong: it goes back whole, for another worker to take at once.
        metrics.worked(queue, 'released');
        await job.moveToWait(token);
        throw new WaitingError();
      }
      throw failure(error, isFinal(error) || (wake.ids.length > 1 && job.attemptsMade > 0));
    } finally {
      metrics.ran(queue, performance.now() - began);
    }
  }

  // A batch that fails twice is halved until the poison stands alone: only that one dies.
  async #afterFailure(job: Job<Wake, void> | undefined, error: Error): Promise<void> {
    if (!job) return;
    const { queue, log, metrics, wakeAgain, giveUp } = this.#about;
    const { ids = [], trace } = job.data as Partial<Wake>;
    const about = { queue, job: job.id, ids, trace, attempts: job.attemptsMade, reason: error.message };
    if (!job.finishedOn) {
      metrics.worked(queue, 'retried');
      log.info(about, 'a job failed and will be tried again');
    } else if (ids.length > 1) {
      const half = Math.ceil(ids.length / 2);
      try {
        await wakeAgain([ids.slice(0, half), ids.slice(half)], trace);
        await job.remove();
        metrics.worked(queue, 'split');
      } catch (again) {
        log.warn({ ...about, again: reasonOf(again) }, 'a failed batch could not be split');
      }
    } else {
      metrics.worked(queue, 'dead');
      log.warn(about, 'a job is dead');
      // Where that fails, too, the sweeper wakes the work again once the letter is old.
      await Promise.all(ids.map((id) => giveUp?.(id))).catch((again: unknown) =>
        log.warn({ ...about, again: reasonOf(again) }, 'dead work could not be given up'),
      );
    }
  }
}
