import { Global, Module, type DynamicModule, type FactoryProvider, type ValueProvider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, DiscoveryModule, DiscoveryService } from '@nestjs/core';
import sql from 'sql-template-tag';
import type { EntitySchema } from 'typeorm';
import { systemActor } from '../auth/actor.js';
import { Groups, Identities } from '../auth/caller.js';
import { EveryOperationHasARule, PolicyGuard } from '../auth/policy.js';
import { Clock } from '../clock/clock.js';
import { readEnv, ServiceEnv } from '../config/env.js';
import { ENVIRONMENT } from '../config/from-environment.js';
import { Words } from '../errors/words.js';
import { Compaction } from '../events/compaction.js';
import { followedIn } from '../events/events.module.js';
import { Followers } from '../events/followers.js';
import { EventMetrics } from '../events/metrics.js';
import { Publisher } from '../events/publisher.js';
import { AcceptableGuard } from '../http/acceptable.js';
import { AnswerByView } from '../http/answer.js';
import { MergedIds } from '../http/merged-ids.js';
import { DEPENDENCIES, type Dependency } from '../http/health.js';
import { eventLoop, type Load, LOADS } from '../http/overload.js';
import { Refusals } from '../http/problem.js';
import { Queues } from '../jobs/queues.js';
import { Workers } from '../jobs/workers.js';
import { Database } from '../postgres/database.js';
import { DatabaseGroups } from '../postgres/groups.js';
import { DatabaseIdentities } from '../postgres/identities.js';
import { demandSchema } from '../postgres/demand-schema.js';
import type { Migration } from '../postgres/migrate.js';
import { LOG, logOf, type Log } from '../telemetry/log.js';
import { ServiceMetrics } from '../telemetry/metrics.js';
import { tracerTo } from '../telemetry/otlp.js';
import { currentTrace, spanned, TRACER, type Tracer, UNTRACED } from '../telemetry/trace.js';
import type { Closing } from './closing.js';

/** What every service has, a test's and a document's too. */
type Foundation = {
  source: NodeJS.ProcessEnv;
  words: Words;
  log: Log;
  metrics: ServiceMetrics;
  tracer: Tracer;
};

type Wanted = {
  name: string;
  source: NodeJS.ProcessEnv;
  migrations: readonly Migration[];
  entities?: EntitySchema[];
  words: Words;
  closing: Closing;
};
type Provided = ValueProvider | FactoryProvider;

const value = <T>(provide: ValueProvider<T>['provide'], useValue: T): ValueProvider<T> => ({ provide, useValue });

/**
 * What every module stands on without importing it: the environment, the database, the clock, the queues, the log, metrics and
 * traces; and what holds for every operation: a rule for each, denial by default, refusals by name, answers by their view.
 */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    EveryOperationHasARule,
    Workers,
    { provide: APP_GUARD, useClass: PolicyGuard },
    { provide: APP_GUARD, useClass: AcceptableGuard },
    { provide: APP_FILTER, inject: [LOG, Words], useFactory: telling },
    { provide: APP_INTERCEPTOR, useClass: AnswerByView },
    { provide: APP_INTERCEPTOR, useClass: MergedIds },
  ],
})
export class PlatformModule {
  /**
   * Opens what a service has of its own, one after the other, and tells `closing` of it; its log is published and others'
   * are followed once all modules are there. Refuses (ConfigError) an environment, a schema or a queue store that is wrong.
   */
  static async forRoot({ name, source, migrations, entities, words, closing }: Wanted): Promise<DynamicModule> {
    const env = readEnv(ServiceEnv, source);
    const log = logOf(name, env.LOG_LEVEL);
    const metrics = new ServiceMetrics(name);
    const tracer = await tracerTo(env.OTEL_EXPORTER_OTLP_ENDPOINT, name);
    closing.on('traces', () => tracer.stop());
    const onIdleError = (error: Error): void => log.warn({ reason: error.message }, 'a database connection was lost');
    const { DATABASE_URL: url, DATABASE_POOL: max, CIN_ENCRYPTION_KEY: vaultKeys } = env;
    const db = await Database.open({ url, name, max, entities, vaultKeys, onIdleError });
    closing.on('database', () => db.close());
    await demandSchema(db, migrations);
    const queues = queuesOf(env, { log, metrics, tracer });
    if (queues) closing.on('queues', () => queues.close(8_000));
    await queues?.demandDurable();
    const at = { db, logger: log, metrics: new EventMetrics(metrics.registry), tracer };
    const publisher = new Publisher(db, at);
    closing.on('publisher', () => publisher.stop());
    return standingOn({ source, words, log, metrics, tracer }, [
      value(Database, db),
      value(Clock, db.clock),
      ...(queues ? [value(Queues, queues)] : []),
      value(Publisher, publisher),
      value(LOADS, [eventLoop, { name: 'database', isBusy: () => db.isBusy }] satisfies Load[]),
      value(Compaction, new Compaction(db, log)),
      {
        provide: Followers,
        inject: [DiscoveryService],
        useFactory: (discovery: DiscoveryService) => {
          const followers = new Followers(followedIn(discovery), env, at);
          closing.on('followers', () => followers.stop());
          return followers;
        },
      },
      {
        provide: DEPENDENCIES,
        inject: [Followers],
        useFactory: (followers: Followers) => dependenciesOf(db, queues, followers),
      },
    ]);
  }

  /** Stands on what is given and opens nothing, silent and untraced: for documents, and for tests. */
  static on(source: NodeJS.ProcessEnv, given: readonly Provided[], words = new Words()): DynamicModule {
    const name = 'unnamed';
    const foundation = {
      source,
      words,
      log: logOf(name, 'silent'),
      metrics: new ServiceMetrics(name),
      tracer: UNTRACED,
    };
    return standingOn(foundation, [...given, value(DEPENDENCIES, []), value(LOADS, [])]);
  }
}

function telling(log: Log, words: Words): Refusals {
  return new Refusals(words, (error, { code }) => log.error({ err: error, code }, 'an operation failed'));
}

function standingOn({ source, words, log, metrics, tracer }: Foundation, given: readonly Provided[]): DynamicModule {
  const own = [
    value(ENVIRONMENT, source),
    value(Words, words),
    value(LOG, log),
    value(ServiceMetrics, metrics),
    value(TRACER, tracer),
  ];
  const persons = given.some(({ provide }) => provide === Database)
    ? [
        { provide: Identities, inject: [Database], useFactory: (db: Database) => new DatabaseIdentities(db) },
        { provide: Groups, inject: [Database], useFactory: (db: Database) => new DatabaseGroups(db) },
      ]
    : [];
  const providers = [...own, ...given, ...persons];
  return { module: PlatformModule, providers, exports: providers.map(({ provide }) => provide) };
}

type Watched = Pick<Foundation, 'log' | 'metrics' | 'tracer'>;

function queuesOf(env: ServiceEnv, { log, metrics, tracer }: Watched): Queues | undefined {
  const { REDIS_URL, QUEUE_DATABASE_URL, JOB_LOCK_SECONDS } = env;
  if (!REDIS_URL && !QUEUE_DATABASE_URL) return undefined;
  const lock = JOB_LOCK_SECONDS * 1000;
  return new Queues(
    { REDIS_URL, QUEUE_DATABASE_URL },
    {
      log,
      registry: metrics.registry,
      trace: {
        current: currentTrace,
        within: (name, trace, work) =>
          spanned(tracer, { name, kind: name.startsWith('work') ? 'consumer' : 'producer' }, trace, work),
      },
      patience: { lock, stalled: lock / 2 },
    },
  );
}

function dependenciesOf(db: Database, queues: Queues | undefined, followers: Followers): Dependency[] {
  const me = systemActor('health');
  return [
    { name: 'postgres', critical: true, check: () => db.readAs(me, (tx) => tx.query(sql`select 1`)) },
    ...(queues ? [{ name: 'queue', critical: false, check: () => queues.check() }] : []),
    ...followers.lags.map(([log, check]) => ({ name: `log-${log}`, critical: false, check })),
  ];
}
