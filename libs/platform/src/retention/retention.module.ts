import { Inject, type DynamicModule } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import sql from 'sql-template-tag';
import { systemActor } from '../auth/actor.js';
import { legalDayOf } from '../clock/legal-time.js';
import { Processor, type Works } from '../jobs/processor.js';
import type { Wake } from '../jobs/wake.js';
import { Database } from '../postgres/database.js';
import { LOG, type Log } from '../telemetry/log.js';
import { ServiceMetrics } from '../telemetry/metrics.js';
import { fromEnvironment } from '../config/from-environment.js';
import { removeBatch, type RetentionStep, type TellRun } from './retention-run.js';
import type { z } from 'zod';

const DAY = 86_400_000;
const ACTOR = systemActor('retention');
const DAYS = Symbol('retention');

/** `at`: in Unix time; 0 where none has ended. */
type Ended = { kind: string; at: number };

type Days = Readonly<Partial<Record<string, number>>>;

/**
 * Has a service remove, once each legal day, what is no longer kept of the kinds that `steps` have; `settings` reads from the
 * environment for how many days each is, and `tell` is told of each run that has ended. Any number of processes may: what one has begun another goes on with.
 */
export function retaining(
  service: string,
  tell: TellRun,
  steps: readonly RetentionStep[],
  settings: z.ZodObject<{ RETENTION: z.ZodType<Days> }>,
): DynamicModule {
  @Processor(`${service}-retention`, { concurrency: 1 })
  class Retention implements Works {
    readonly #removed: Counter<'kind'>;

    constructor(
      private readonly db: Database,
      private readonly metrics: ServiceMetrics,
      @Inject(LOG) private readonly log: Log,
      @Inject(DAYS) private readonly days: Days,
    ) {
      const [registers, labelNames] = [[this.metrics.registry], ['kind'] as const];
      this.#removed = new Counter({
        name: 'takwin_retention_removed_total',
        help: 'Personal data that was removed at the end of its time, by kind',
        ...{ registers, labelNames },
      });
      const ended = (): Promise<Ended[]> => this.#ended();
      new Gauge({
        name: 'takwin_retention_ended_seconds',
        help: 'When a run of retention ended last, in Unix time; 0 where none has',
        ...{ registers, labelNames },
        async collect() {
          // What the database cannot be asked for now stays as it was told.
          for (const { kind, at } of await ended().catch(() => [])) this.set({ kind }, at);
        },
      });
    }

    async run({ ids }: Wake, signal: AbortSignal): Promise<void> {
      for (const step of steps.filter(({ kind }) => ids.includes(kind))) await this.#remove(step, signal);
    }

    waiting(): Promise<string[]> {
      return this.db.readAs(ACTOR, async (tx) => {
        const ended = await tx.query<{ kind: string }>(sql`
          select kind from retention_run where on_day = ${legalDayOf(tx.at)} and ended_at is not null`);
        const done = new Set(ended.map(({ kind }) => kind));
        return steps.flatMap(({ kind }) => (done.has(kind) ? [] : [kind]));
      });
    }

    /** Whichever process ended it: when the last run of each kind did. */
    #ended(): Promise<Ended[]> {
      return this.db.readAs(ACTOR, (tx) =>
        tx.query<Ended>(sql`
          select kind, coalesce(extract(epoch from max(r.ended_at)), 0)::float as at
          from unnest(${steps.map(({ kind }) => kind)}::text[]) k(kind) left join retention_run r using (kind) group by kind`),
      );
    }

    async #remove(step: RetentionStep, signal: AbortSignal): Promise<void> {
      const { kind } = step;
      for (let removed = 0; !signal.aborted;) {
        const some = await this.db.asActor(ACTOR, (tx) => {
          const until = new Date(tx.at.getTime() - this.days[kind]! * DAY);
          return removeBatch(tx, step, { day: legalDayOf(tx.at), until, tell });
        });
        if (some === undefined) return;
        removed += some;
        this.#removed.inc({ kind }, some);
        if ((await this.waiting()).includes(kind)) continue;
        this.log.info({ kind, removed }, 'what is no longer kept was removed');
        return;
      }
    }
  }
  return {
    module: RetentionModule,
    providers: [fromEnvironment(DAYS, settings, ({ RETENTION }) => RETENTION), Retention],
  };
}

class RetentionModule {}
