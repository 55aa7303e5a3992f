import { Injectable } from '@nestjs/common';
import { ProvisioningRunId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Queues } from '@takwin/platform/jobs';
import { Database, refusing, type Tx } from '@takwin/platform/postgres';
import { command } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import {
  PersonInAnotherRun,
  RUN_TRANSITIONS,
  RunStateForbids,
  SeatsShort,
  type RunState,
  type RunView,
} from './run.js';
import { selectRuns } from './run.rows.js';
import { runsOf } from './find-runs.js';
import { allowLarge } from '../large-statements.js';
import { giveBackSeats, takeSeats } from '../pools/seat-pool.writer.js';
import { cancelOutcomes, retryOutcomes } from './outcome.writer.js';
import { recount } from './plan-run.js';
import { wakeProvisioners } from '../queues.js';
import { MANAGERS } from '../rules.js';

const one = { id: ProvisioningRunId };

export const PauseRun = command('PauseRun', MANAGERS, one, 'Takes no more persons; who is being asked for is finished');
export type PauseRun = z.output<typeof PauseRun>;
export const ResumeRun = command('ResumeRun', MANAGERS, one);
export type ResumeRun = z.output<typeof ResumeRun>;
export const CancelRun = command('CancelRun', MANAGERS, one, 'Gives up whoever was not asked for yet');
export type CancelRun = z.output<typeof CancelRun>;
export const RetryRun = command('RetryRun', MANAGERS, one, 'Asks again for those for whom Microsoft refused');
export type RetryRun = z.output<typeof RetryRun>;
export const ApproveRun = command(
  'ApproveRun',
  { 'programme-admin': 'programme' },
  one,
  'Lets a run begin that was checked and waits for it',
);
export type ApproveRun = z.output<typeof ApproveRun>;

@Injectable()
export class ControlRunHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  pause(actor: Actor, { id }: PauseRun): Promise<RunView> {
    return this.step(actor, id, 'paused', async () => {});
  }

  async resume(actor: Actor, { id }: ResumeRun): Promise<RunView> {
    const run = await this.step(actor, id, 'running', (tx) => this.endIfNobodyIsLeft(tx, id), ['paused']);
    await wakeProvisioners(this.queues, id, run.total);
    return run;
  }

  /** Lets a checked run begin. Refuses RUN_STATE_FORBIDS where it does not wait for that. */
  async approve(actor: Actor, { id }: ApproveRun): Promise<RunView> {
    const approved = async (tx: Tx): Promise<void> => {
      await tx.query(sql`
        update run set approved_by = ${actor.subject}, approved_at = ${tx.at}, started_at = ${tx.at} where id = ${id}`);
      await this.endIfNobodyIsLeft(tx, id);
    };
    const run = await this.step(actor, id, 'running', approved, ['awaiting-approval']);
    await wakeProvisioners(this.queues, id, run.total);
    return run;
  }

  /** Seats of those who were not asked for go back to the pool; the others' outcome is still written when it is known. */
  cancel(actor: Actor, { id }: CancelRun): Promise<RunView> {
    return this.step(actor, id, 'cancelled', async (tx, skuId) => {
      await allowLarge(tx);
      const seats = await cancelOutcomes(tx, id);
      await recount(tx, id);
      await giveBackSeats(tx, skuId, seats);
    });
  }

  /** Refuses SEATS_SHORT where the pool has too few seats for those who failed, and PERSON_IN_ANOTHER_RUN. */
  async retry(actor: Actor, { id }: RetryRun): Promise<RunView> {
    const run = await this.step(actor, id, 'running', (tx, skuId) => this.reserveAgain(tx, id, skuId), ['done']);
    await wakeProvisioners(this.queues, id, run.total);
    return run;
  }

  private async reserveAgain(tx: Tx, id: string, skuId: string): Promise<void> {
    await allowLarge(tx);
    const seats = await refusing(retryOutcomes(tx, id), { outcome_open: () => new PersonInAnotherRun() });
    await recount(tx, id);
    await this.endIfNobodyIsLeft(tx, id);
    if (!(await takeSeats(tx, skuId, seats))) throw new SeatsShort(seats, 0);
  }

  private async endIfNobodyIsLeft(tx: Tx, id: string): Promise<void> {
    await tx.query(sql`update run set state = 'done', ended_at = ${tx.at} where id = ${id} and done + failed >= total`);
  }

  private step(
    actor: Actor,
    id: string,
    to: RunState,
    effect: (tx: Tx, skuId: string) => Promise<unknown>,
    from?: readonly RunState[],
  ): Promise<RunView> {
    return this.db.asActor(actor, async (tx) => {
      const known = await tx.one<{ state: RunState; sku_id: string }>(
        sql`select state, sku_id from run r where id = ${id} and ${runsOf(actor)} for update`,
      );
      if (!known) throw new NotFound('provisioning run');
      const may =
        (from ?? Object.keys(RUN_TRANSITIONS)).includes(known.state) && RUN_TRANSITIONS[known.state].includes(to);
      if (!may) throw new RunStateForbids(known.state, to);
      await tx.query(sql`
        update run set state = ${to}, reason = null, ended_at = ${to === 'cancelled' ? tx.at : null}, version = version + 1
        where id = ${id}`);
      await effect(tx, known.sku_id);
      return (await selectRuns(tx, sql`r.id = ${id}`))[0]!;
    });
  }
}
