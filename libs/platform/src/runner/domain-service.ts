import type { ServiceEnv } from '../config/env.js';
import { Clock } from '../clock/clock.js';
import { compact } from '../events/compaction.js';
import type { Feed } from '../events/feed.js';
import { follow, type Follower } from '../events/follower.js';
import { EventMetrics } from '../events/metrics.js';
import { Publisher } from '../events/publisher.js';
import { type Dependency } from '../http/health.js';
import { startService, type Doors, type Given, type Running } from '../http/service.js';
import { Queues } from '../jobs/queues.js';
import { Database } from '../postgres/database.js';
import { demandSchema } from '../postgres/demand-schema.js';
import type { Migration } from '../postgres/migrate.js';
import { logOf, type Log } from '../telemetry/log.js';
import { ServiceMetrics } from '../telemetry/metrics.js';
import { tracerTo } from '../telemetry/otlp.js';
import { currentTrace, spanned, type Tracer } from '../telemetry/trace.js';
import sql from 'sql-template-tag';
import { systemActor } from '../auth/actor.js';

/** The logs that a service follows, each with the copies and reactions that it feeds. */
export type Follows = Partial<
  Record<'academies' | 'trainers' | 'courses' | 'certifications' | 'licensing', readonly Feed[]>
>;

/** What a domain hands to the app that runs it. */
export type Domain = {
  doors?: Doors;
  follows?: Follows;
  /** The steps that its schema must have had before it starts. */
  migrations?: readonly Migration[];
  /** What the domain makes of its environment and needs injected: vaults, keys, clients. */
  given?: (env: NodeJS.ProcessEnv, db: Database) => Given | Promise<Given>;
  /** Starts what works in the background; `close` waits for the work at hand. */
  work?: (at: Workplace) => Promise<{ close(): Promise<void> } | void>;
};

export type Workplace = { db: Database; queues: Queues; env: ServiceEnv; source: NodeJS.ProcessEnv; log: Log };

/**
 * Starts a service or worker: its database, its log's publisher, the followers of the logs that it names, the queues, its
 * doors and health. What follows another service's log starts whether or not that log can be reached.
 */
export async function startDomain(
  name: string,
  env: ServiceEnv,
  source: NodeJS.ProcessEnv,
  domain: Domain,
): Promise<Running> {
  const log = logOf(name, env.LOG_LEVEL);
  const metrics = new ServiceMetrics(name);
  const events = new EventMetrics(metrics.registry);
  const tracer = await tracerTo(env.OTEL_EXPORTER_OTLP_ENDPOINT, name);
  const onIdleError = (error: Error): void => log.warn({ reason: error.message }, 'a database connection was lost');
  const db = await Database.open({ url: env.DATABASE_URL, name, max: env.DATABASE_POOL, onIdleError });
  const opened: (() => Promise<unknown>)[] = [() => tracer.stop(), () => db.close()];
  const closing = async (): Promise<void> => {
    for (const close of opened.reverse()) await close();
  };
  try {
    await demandSchema(db, domain.migrations ?? []);
    const publisher = new Publisher(db, { line: log, metrics: events }).start();
    opened.push(() => publisher.stop(), compacting(db, log));
    const followers = startFollowers(domain.follows ?? {}, env, { db, line: log, metrics: events, tracer });
    opened.push(() => Promise.all(followers.map((follower) => follower.stop())));
    const queues = queuesOf(env, log, metrics, tracer);
    if (queues) opened.push(() => queues.close(8_000));
    await queues?.demandDurable();
    const given = (await domain.given?.(source, db)) ?? [];
    if (domain.work && queues) {
      const working = await domain.work({ db, queues, env, source, log });
      if (working) opened.push(() => working.close());
    }
    return await startService(
      {
        name,
        env,
        log,
        metrics,
        tracer,
        ...domain.doors,
        given: [[Database, db], [Clock, db.clock], ...(queues ? [[Queues, queues] as const] : []), ...given],
        dependencies: dependenciesOf(db, queues, followers, domain.follows ?? {}),
      },
      closing,
    );
  } catch (error) {
    await closing();
    throw error;
  }
}

const DAY = 86_400_000;
const KEPT_WHOLE = 40 * DAY;

/** Once a day, deletes of the service's own log what is older than 40 days and was said again since; returns how to end that. */
function compacting(db: Database, log: Log): () => Promise<void> {
  const run = async (): Promise<void> => {
    const gone = await compact(db, new Date(db.clock.now().getTime() - KEPT_WHOLE));
    log.info({ gone }, 'the event log was compacted');
  };
  const timer = setInterval(() => run().catch((error: unknown) => log.warn({ err: error }, 'compaction failed')), DAY);
  return async () => clearInterval(timer);
}

type Following = { db: Database; line: Log; metrics: EventMetrics; tracer: Tracer };

function startFollowers(follows: Follows, env: ServiceEnv, at: Following): Follower[] {
  return Object.entries(follows).map(([log, copies]) => {
    const variable = `LOG_${log.toUpperCase()}_URL` as keyof ServiceEnv;
    const url = env[variable];
    if (typeof url !== 'string')
      throw new Error(`${variable}: the log of ${log} is followed: say where it can be read`);
    return follow({ ...at, log, url, copies }).start();
  });
}

function queuesOf(env: ServiceEnv, log: Log, { registry }: ServiceMetrics, tracer: Tracer): Queues | undefined {
  const { REDIS_URL, QUEUE_DATABASE_URL, JOB_LOCK_SECONDS } = env;
  if (!REDIS_URL && !QUEUE_DATABASE_URL) return undefined;
  const lock = JOB_LOCK_SECONDS * 1000;
  return new Queues(
    { REDIS_URL, QUEUE_DATABASE_URL },
    {
      log,
      registry,
      trace: {
        current: currentTrace,
        within: (name, trace, work) =>
          spanned(tracer, { name, kind: name.startsWith('work') ? 'consumer' : 'producer' }, trace, work),
      },
      patience: { lock, stalled: lock / 2 },
    },
  );
}

function dependenciesOf(
  db: Database,
  queues: Queues | undefined,
  followers: readonly Follower[],
  follows: Follows,
): Dependency[] {
  const me = systemActor('health');
  return [
    { name: 'postgres', critical: true, check: () => db.readAs(me, (tx) => tx.query(sql`select 1`)) },
    ...(queues ? [{ name: 'queue', critical: false, check: () => queues.check() }] : []),
    ...Object.keys(follows).map((log, index) => ({
      name: `log-${log}`,
      critical: false,
      check: () => followers[index]!.lag(),
    })),
  ];
}
