import { type DynamicModule, Inject, type Type } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import { systemActor } from '../auth/actor.js';
import { Processor, type Works } from '../jobs/processor.js';
import type { Wake } from '../jobs/wake.js';
import { Database, type Tx } from '../postgres/database.js';
import { LOG, type Log } from '../telemetry/log.js';
import { noteStage, selectUndone, type Stage, type ToErase, type Whom } from './erasure-work.js';
import { forgetAnswers } from './forget-answers.js';

const ACTOR = systemActor('erasure');

/** What a service does of persons who are erased. Each step is one transaction, and bears being done again. */
export abstract class Erases {
  /** Selects whom the service was told of: id, ids, stage and "keepsCredentials". */
  abstract readonly told: Sql;

  /** Gives back what has to be given back first; what has to be waited for, null where it is nothing. */
  clear(_tx: Tx, _whom: Whom): Promise<string | null> {
    return Promise.resolve(null);
  }

  abstract erase(tx: Tx, whom: Whom): Promise<void>;
}

/** Says to others how far the service is with somebody, in the transaction that gets there. */
export type TellStage = (
  tx: Tx,
  one: { id: string; version: number; stage: Stage; because: string | null },
) => Promise<void>;

/**
 * Has a service erase whom its copy of the register says are to be: any number of processes may, one that is killed has done nothing, and
 * another looks for what is undone. A person is erased as a whole here or not at all.
 */
export function erasing(
  service: string,
  tell: TellStage,
  how: Type<Erases>,
  imports: DynamicModule['imports'] = [],
): DynamicModule {
  @Processor(`${service}-erasures`, { concurrency: 1 })
  class Erasing implements Works {
    constructor(
      private readonly db: Database,
      private readonly erases: Erases,
      @Inject(LOG) private readonly log: Log,
    ) {}

    async run({ ids }: Wake, signal: AbortSignal): Promise<void> {
      for (const id of ids) if (!signal.aborted) await this.db.asActor(ACTOR, (tx) => this.#step(tx, id));
    }

    waiting(limit: number): Promise<string[]> {
      return this.db.readAs(ACTOR, async (tx) => {
        const undone = await selectUndone(tx, this.erases.told, sql`order by t.id limit ${limit}`);
        return undone.map(({ id }) => id);
      });
    }

    async #step(tx: Tx, id: string): Promise<void> {
      // Of two who come at once the later finds it done.
      await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${`erasure ${id}`}, 0))`);
      const [one] = await selectUndone(tx, this.erases.told, sql`and t.id = ${id}`);
      if (!one) return;
      const { stage, because } = await this.#do(tx, one);
      const noted = await noteStage(tx, id, stage, because);
      if (!noted) return;
      await tell(tx, { id, version: noted.version, stage, because });
      this.log.info({ stage, because }, 'a person is being erased');
    }

    async #do(tx: Tx, one: ToErase): Promise<{ stage: Stage; because: string | null }> {
      if (one.stage === 'begun') {
        // Who writes of the person at this moment is waited for, and looked at; who comes later finds them erased.
        await tx.query(
          sql`select from person_copy where subject = any(${one.ids}::text[]) order by subject for update`,
        );
        const because = await this.erases.clear(tx, one);
        return { stage: because === null ? 'cleared' : 'waiting', because };
      }
      await this.erases.erase(tx, one);
      await forgetAnswers(tx, one);
      await tx.query(sql`delete from subject_person where person_id = any(${one.ids}::uuid[])`);
      return { stage: 'erased', because: null };
    }
  }
  return { module: ErasureModule, imports, providers: [{ provide: Erases, useClass: how }, Erasing] };
}

class ErasureModule {}
