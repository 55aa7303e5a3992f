import { Injectable } from '@nestjs/common';
import { ProvisioningRunId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Queues } from '@takwin/platform/jobs';
import { Database, refusing, type Tx } from '@takwin/platform/postgres';
import { command } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import {
  PersonInAnotherRun,
  RunHasNothingToRetry,
  RunIsYourOwn,
  RunStateForbids,
  SeatsShort,
  type RunState,
  type RunView,
} from './run.js';
import { runLife, towards, type RunStep } from './run.life.js';
import { selectRuns } from './run.rows.js';
import { runsOf } from './find-runs.js';
import { allowLarge } from '../large-statements.js';
import { giveBackSeats, takeSeats } from '../pools/seat-pool.writer.js';
import { cancelOutcomes, retryOutcomes } from './outcome.writer.js';
import { mayStill } from './plan-run.js';
import { approveRun, cancelRun, pauseRun, resumeRun, retryRun } from './run.writer.js';
import { wakeProvisioners } from '../queues.js';

const one = { id: ProvisioningRunId };

export const PauseRun = command('PauseRun', MANAGERS, one, {
  summary: 'Pause a provisioning run',
  description:
    'Takes no more persons of a run; those whom Microsoft is being asked about are finished. Refuses' +
    ' RUN_STATE_FORBIDS for one that is not running.',
});
export type PauseRun = z.output<typeof PauseRun>;
export const ResumeRun = command('ResumeRun', MANAGERS, one, {
  summary: 'Resume a provisioning run',
  description: 'Lets a paused run go on with those who are left. Refuses RUN_STATE_FORBIDS for one that is not paused.',
});
export type ResumeRun = z.output<typeof ResumeRun>;
export const CancelRun = command('CancelRun', MANAGERS, one, {
  summary: 'Cancel a provisioning run',
  description:
    'Gives up everyone whom Microsoft was not asked about yet; their seats go back to the pool. Refuses' +
    ' RUN_STATE_FORBIDS for one that is over.',
});
export type CancelRun = z.output<typeof CancelRun>;
export const RetryRun = command('RetryRun', MANAGERS, one, {
  summary: 'Retry a provisioning run',
  description:
    'Asks again for those for whom Microsoft refused; whether they may is judged anew. Refuses SEATS_SHORT' +
    ' where the pool has too few seats for them, PERSON_IN_ANOTHER_RUN, and RUN_STATE_FORBIDS for a run that' +
    ' is not done.',
});
export type RetryRun = z.output<typeof RetryRun>;
export const ApproveRun = command('ApproveRun', { 'programme-admin': 'programme' }, one, {
  summary: 'Approve a provisioning run',
  description:
    'Lets a run begin that was checked and waits for it: by somebody other than who started it, else' +
    ' RUN_IS_YOUR_OWN.',
});
export type ApproveRun = z.output<typeof ApproveRun>;

type HeldRun = { state: RunState; skuId: string; action: 'assign' | 'revoke'; startedBy: string };

@Injectable()
export class ControlRunHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  pause(actor: Actor, { id }: PauseRun): Promise<RunView> {
    return this.step(actor, id, 'pause', (tx) => pauseRun(tx, id, null));
  }

  async resume(actor: Actor, { id }: ResumeRun): Promise<RunView> {
    return this.woken(await this.step(actor, id, 'resume', (tx) => resumeRun(tx, id)));
  }

  /** Lets a checked run begin. Refuses RUN_STATE_FORBIDS where it does not wait for that, and RUN_IS_YOUR_OWN to who started it. */
  async approve(actor: Actor, { id }: ApproveRun): Promise<RunView> {
    const run = await this.step(actor, id, 'approve', async (tx, { startedBy }) => {
      if (startedBy === actor.subject) throw new RunIsYourOwn();
      await approveRun(tx, id);
    });
    return this.woken(run);
  }

  /** Seats of those who were not asked for go back to the pool; the others' outcome is still written when it is known. */
  cancel(actor: Actor, { id }: CancelRun): Promise<RunView> {
    return this.step(actor, id, 'cancel', async (tx, { skuId }) => {
      await allowLarge(tx);
      const { seats } = await cancelOutcomes(tx, id);
      await cancelRun(tx, id);
      await giveBackSeats(tx, skuId, seats);
    });
  }

  /**
   * The rules are asked again. Refuses SEATS_SHORT where the pool has too few seats for those who failed, PERSON_IN_ANOTHER_RUN, and
   * RUN_HAS_NOTHING_TO_RETRY where there is nobody to ask for again.
   */
  async retry(actor: Actor, { id }: RetryRun): Promise<RunView> {
    const run = await this.step(actor, id, 'retry', async (tx, { state, skuId, action }) => {
      await allowLarge(tx);
      const may = action === 'assign' ? await mayStill(tx, id, skuId) : sql`true`;
      const { persons, seats } = await refusing(retryOutcomes(tx, id, may), {
        outcome_open: () => new PersonInAnotherRun(),
      });
      if (persons === 0) throw new RunHasNothingToRetry(state);
      await retryRun(tx, id);
      if (!(await takeSeats(tx, skuId, seats))) throw new SeatsShort(seats, 0);
    });
    return this.woken(run);
  }

  private async woken(run: RunView): Promise<RunView> {
    await wakeProvisioners(this.queues, run.id, run.total);
    return run;
  }

  private step(
    actor: Actor,
    id: string,
    step: RunStep,
    take: (tx: Tx, run: HeldRun) => Promise<void>,
  ): Promise<RunView> {
    return this.db.asActor(actor, async (tx) => {
      const known = await tx.one<HeldRun>(sql`
        select state, sku_id as "skuId", action, created_by as "startedBy" from run r
        where id = ${id} and ${runsOf(actor)} for update`);
      if (!known) throw new NotFound('provisioning run');
      if (!runLife.allows(known.state, step)) throw new RunStateForbids(known.state, towards(step));
      await take(tx, known);
      return (await selectRuns(tx, sql`r.id = ${id}`))[0]!;
    });
  }
}
