import { systemActor } from '@takwin/platform/auth';
import { Refusal } from '@takwin/platform/errors';
import type { Queues } from '@takwin/platform/jobs';
import type { Database, Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { isAnythingDue, reviewDay } from './decide-entitlements.js';
import { takeEnded, takeLacking, writeProblem, type Group } from './entitlement.writer.js';
import { CHECK_QUEUE, wakeProvisioners } from '../queues.js';
import type { StartRunHandler } from '../runs/start-run.js';

const system = systemActor('entitlements');
const MOST = 50_000;

/** Lets licences follow entitlement: who gained it gets one, and who lost it loses it after the grace. */
export class ReviewEntitlementsHandler {
  constructor(
    private readonly db: Database,
    private readonly starting: StartRunHandler,
    private readonly queues: Queues,
    /** For how long a change rests before it costs a seat: an import can be undone, and a run be started by hand. ms */
    private readonly restMs: number,
  ) {}

  /** What the sweeper looks for. */
  async due(): Promise<string[]> {
    const due = await this.db.readAs(system, (tx) => isAnythingDue(tx, this.#restedAt(tx)));
    return due ? ['entitlements'] : [];
  }

  async run(): Promise<void> {
    await this.db.asActor(system, reviewDay);
    await this.#each('revoke', (tx) => takeEnded(tx, MOST));
    await this.#each('assign', (tx) => takeLacking(tx, this.#restedAt(tx), MOST));
  }

  #restedAt(tx: Tx): Date {
    return new Date(tx.at.getTime() - this.restMs);
  }

  /** A run for each product, in the transaction that takes the persons; a refusal is written down, and tried again in a day. */
  async #each(action: 'assign' | 'revoke', take: (tx: Tx) => Promise<Group[]>): Promise<void> {
    const runs = await this.db.asActor(system, async (tx) => {
      const started = [];
      for (const group of await take(tx)) {
        const run = await this.#start(tx, action, group);
        if (run) started.push(run);
      }
      return started;
    });
    for (const { id, state, total } of runs)
      if (state === 'running') await wakeProvisioners(this.queues, id, total);
      else if (state === 'checking') await this.queues.wake(CHECK_QUEUE, { ids: [id] });
  }

  async #start(tx: Tx, action: 'assign' | 'revoke', { skuId, plans, persons }: Group) {
    await tx.query(sql`savepoint accepting`);
    try {
      const command = { skuId, action, persons, ...(plans.length > 0 && { disabledPlans: plans }) };
      return await this.starting.accept(tx, command as never);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await tx.query(sql`rollback to savepoint accepting`);
      await writeProblem(tx, error.code, skuId, persons);
      return undefined;
    }
  }
}
