import { createHash } from 'node:crypto';
import type { Database, Tx } from '../postgres/database.js';
import { WakeSignal } from './wake-signal.js';
import { Cursor, type CursorPosition } from './cursor.js';
import { type Feed, feedAll } from './feed.js';
import { EventMetrics } from './metrics.js';
import { Outage } from './outage.js';
import { SILENT, type WorkLog } from '../telemetry/log.js';
import { type Bounds, type LoggedEvent, LogReader } from './reader.js';
import { type Tracer, UNTRACED, withTracer } from '../telemetry/trace.js';

type Options = {
  /** Where the copies and the cursor stand. */
  db: Database;
  /** The service whose log is followed: its schema. */
  log: string;
  /** The log's read-only URL. */
  url: string;
  copies?: readonly Feed[];
  reactions?: readonly Feed[];
  /** The cursor's name, the log's unless told: two followers of one log in one database need two names. */
  name?: string;
  logger?: WorkLog;
  metrics?: EventMetrics;
  tracer?: Tracer;
  /** A batch at most: 1,000 events and 1 MiB as stored unless told. */
  most?: Bounds;
  /** Milliseconds between looks at the log, for notifications that were lost; 10,000 unless told. */
  every?: number;
};

const STOPPED = 'the follower was stopped';

type Step = 'more' | 'at the head' | 'aside';

const MOST: Bounds = { events: 1_000, bytes: 1024 * 1024 };

// How long a process lets another one that feeds other shapes have the cursor: longer than a rollout has both running.
const ASIDE = 60_000;

/**
 * Follows another service's log: takes events in batches, in order, each batch's effects and the cursor in one transaction.
 * Any number of processes may follow under one name. When the log was restored, or compacted past the
 * cursor, or the copies have other shapes than before, everything is rebuilt from the start of the log; the copies stay
 * readable meanwhile.
 */
export class Follower {
  readonly #db: Database;
  readonly #about: { log: string; follower: string };
  readonly #url: string;
  readonly #feeds: readonly Feed[];
  readonly #subjects: readonly string[];
  readonly #shape: string;
  readonly #cursor: Cursor;
  readonly #logger: WorkLog;
  readonly #metrics: EventMetrics;
  readonly #tracer: Tracer;
  readonly #outage: Outage;
  readonly #most: Bounds;
  readonly #every: number;
  readonly #bell = new WakeSignal();
  // Rung by nothing but the end, so that what fails is not tried faster when the log grows fast.
  readonly #patience = new WakeSignal();
  readonly #waiting = new Set<PromiseWithResolvers<void>>();
  #running: Promise<void> | undefined;
  #stopped = false;
  // Ends the wait for the log, while there is one.
  #leave: (() => void) | undefined;
  #asideSince = -Infinity;
  #atHeadSince = -Infinity;

  constructor(options: Options) {
    const { db, log, url, copies = [], reactions = [], name = log, logger = SILENT, every = 10_000 } = options;
    this.#db = db;
    this.#about = { log, follower: `${db.name}/${name}` };
    this.#url = url;
    this.#feeds = [...copies, ...reactions];
    this.#subjects = [...new Set(this.#feeds.map(({ kind }) => kind.subject))];
    for (const { kind } of this.#feeds)
      if (kind.log !== log) throw new Error(`${kind.subject} is published in ${kind.log}, not in ${log}`);
    this.#shape = shapeOf(this.#feeds);
    this.#cursor = new Cursor(db, name, this.#shape);
    this.#logger = logger;
    this.#metrics = options.metrics ?? new EventMetrics();
    this.#tracer = options.tracer ?? UNTRACED;
    this.#outage = new Outage(logger, this.#about);
    this.#most = options.most ?? MOST;
    this.#every = every;
  }

  /** Begins to follow. Neither database has to be there yet: what cannot be reached is tried again for ever. */
  start(): this {
    this.#running ??= this.#follow();
    return this;
  }

  /** Ends for good, after the batch at work. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#leave?.();
    this.#bell.ring();
    this.#patience.ring();
    await this.#running;
    for (const waiting of this.#waiting) waiting.reject(new Error(STOPPED));
    this.#waiting.clear();
  }

  /** Milliseconds since the copies were known to hold all that the log held; endless before they did for the first time. */
  get age(): number {
    return performance.now() - this.#atHeadSince;
  }

  /** Events between the cursor and the head of the log. */
  async lag(): Promise<number> {
    const reader = LogReader.of(this.#url, this.#about.log);
    try {
      const { position } = await this.#cursor.read();
      return Math.max(0, (await reader.head()) - position);
    } finally {
      await reader.close();
    }
  }

  /** Resolves once everything that is in the log now has had its effect; rejects when the follower is stopped before. */
  caughtUp(): Promise<void> {
    if (this.#stopped) return Promise.reject(new Error(STOPPED));
    const waiting = Promise.withResolvers<void>();
    this.#waiting.add(waiting);
    this.#bell.ring();
    return waiting.promise;
  }

  /** Makes everything anew from the start of the log, as when a copy was damaged. The copies stay readable meanwhile. */
  async rebuild(): Promise<void> {
    while (!(await this.#restart(await this.#cursor.read(), 'asked for')));
    this.#bell.ring();
  }

  async #follow(): Promise<void> {
    const reader = LogReader.of(this.#url, this.#about.log);
    const deaf = reader.onGrown(() => this.#bell.ring());
    while (!this.#stopped) await this.#try(reader);
    deaf();
    await reader.close();
  }

  /** One step, whatever comes of it, and the wait for the next. */
  async #try(reader: LogReader): Promise<void> {
    const waiting = [...this.#waiting];
    const asked = performance.now();
    try {
      const step = await this.#step(reader);
      this.#outage.over();
      if (step === 'more') return;
      if (step === 'at the head') this.#atHeadSince = asked;
      if (step === 'at the head') for (const one of waiting) if (this.#waiting.delete(one)) one.resolve();
      await this.#bell.wait(this.#every);
    } catch (error) {
      this.#metrics.failed(this.#about.log, this.#about.follower);
      await this.#patience.wait(this.#outage.met(error));
    }
  }

  async #step(reader: LogReader): Promise<Step> {
    const place = await this.#cursor.read();
    if (place.shape !== this.#shape) return this.#standAside(place);
    this.#asideSince = Infinity;
    const window = await this.#unlessStopped(reader.read(place.position, this.#subjects, this.#most));
    if (!window) return 'aside';
    const { head, standing, events } = window;
    if (place.position > 0 && standing !== place.uid) {
      await this.#restart(place, 'the log was restored, or compacted past the cursor');
      return 'more';
    }
    this.#metrics.lag(this.#about.log, this.#about.follower, head - place.position);
    if (events.length === 0 && !place.rebuilding) return 'at the head';
    const atHead = (events.at(-1) ?? place).position >= head;
    const moved = await this.#take(place, events, atHead);
    return moved && atHead ? 'at the head' : 'more';
  }

  // A log that does not answer must not hold up the end of the process. Raced with a promise of this wait alone: one that
  // lives as long as the follower would keep every batch that it was ever raced with.
  async #unlessStopped<T>(work: Promise<T>): Promise<T | void> {
    const left = Promise.withResolvers<void>();
    this.#leave = left.resolve;
    if (this.#stopped) left.resolve();
    return Promise.race([work, left.promise]).finally(() => (this.#leave = undefined));
  }

  /** The effects of the events and the move of the cursor past them; false when another process was first. */
  async #take(place: CursorPosition, events: readonly LoggedEvent[], atHead: boolean): Promise<boolean> {
    const { position, uid } = events.at(-1) ?? place;
    const rebuilding = place.rebuilding && !atHead;
    const from = performance.now();
    const effect = async (tx: Tx): Promise<boolean> => {
      if (!(await this.#cursor.advance(tx, place, { position, uid, rebuilding }))) return false;
      await feedAll(tx, this.#feeds, events, place.generation, place.rebuilding);
      if (place.rebuilding && atHead) for (const feed of this.#feeds) await feed.settle(tx, place.generation);
      return true;
    };
    const moved = await withTracer(this.#tracer, undefined, () => this.#db.asActor(this.#cursor.actor, effect));
    if (!moved) return false;
    this.#metrics.applied(this.#about.log, this.#about.follower, events.length);
    if (!place.rebuilding) this.#tell(events, from);
    return true;
  }

  // An event is a span of its trace here too, though its batch was one transaction. A rebuild is nobody's request.
  #tell(events: readonly LoggedEvent[], from: number): void {
    const { log } = this.#about;
    for (const { type, trace, changes, position } of events)
      if (trace && changes.length > 0)
        this.#tracer.record({ name: `follow ${type}`, kind: 'consumer', attributes: { log, position } }, trace, from);
  }

  // A process that starts takes the cursor for its shapes. One that finds it taken is being replaced: it waits to be
  // stopped, and takes the cursor back if it is not.
  async #standAside(place: CursorPosition): Promise<Step> {
    if (this.#asideSince === Infinity) {
      this.#asideSince = performance.now();
      this.#logger.warn(this.#about, 'event log: another version of this service has the cursor');
    }
    if (performance.now() - this.#asideSince < ASIDE) return 'aside';
    await this.#restart(place, 'other shapes were fed before');
    return 'more';
  }

  async #restart(place: CursorPosition, reason: string): Promise<boolean> {
    const moved = await this.#cursor.restart(place);
    if (!moved) return false;
    this.#metrics.rebuilding(this.#about.log, this.#about.follower);
    this.#logger.warn({ ...this.#about, reason }, 'event log: rebuilds from the start');
    return true;
  }
}

/** A follower of one log of another service, not yet started. */
export const follow = (options: Options): Follower => new Follower(options);

/** What the cursor is told of the feeds: when it differs from what it was told before, all is fed anew. */
export function shapeOf(feeds: readonly Feed[]): string {
  const shapes = feeds.map(({ shape }) => shape).sort();
  return createHash('sha256').update(shapes.join('\n')).digest('hex').slice(0, 16);
}
