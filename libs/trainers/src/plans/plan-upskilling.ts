import { Injectable } from '@nestjs/common';
import { TrainerId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { Database, type Tx } from '@takwin/platform/postgres';
import { command, query } from '@takwin/platform/schema';
import { z } from 'zod';
import { holdTrainer, settleUpskilling } from '../trainers/trainer.writer.js';
import { selectPlans } from './plan.rows.js';
import { NewPlanItem, standingOf, type PlanView } from './plan.js';
import { completeItem, replaceOpenItems } from './plan.writer.js';
import { FindTrainersHandler } from '../trainers/find-trainers.js';

const planners = {
  'programme-admin': 'programme',
  'regional-director': 'region',
  'academy-manager': 'academy',
  integrator: 'programme',
} as const;

export const PlanUpskilling = command(
  'PlanUpskilling',
  planners,
  { trainerId: TrainerId, items: z.array(NewPlanItem).min(1).max(100) },
  'Says what a trainer has to learn and pass; items that are completed already stay',
);
export type PlanUpskilling = z.output<typeof PlanUpskilling>;

export const CompletePlanItem = command(
  'CompletePlanItem',
  planners,
  { trainerId: TrainerId, itemId: z.uuid(), completedOn: z.iso.date().optional().describe('Today when absent') },
  'Records that an item of a plan was learnt or passed',
);
export type CompletePlanItem = z.output<typeof CompletePlanItem>;

export const FindPlan = query(
  'FindPlan',
  { ...planners, trainer: 'self', auditor: 'programme' },
  { trainerId: TrainerId },
);
export type FindPlan = z.output<typeof FindPlan>;

@Injectable()
export class PlanUpskillingHandler {
  constructor(
    private readonly db: Database,
    private readonly trainers: FindTrainersHandler,
  ) {}

  /** Replaces the open items of the plan; the completed ones stay. Refuses TRAINER_HAS_LEFT. */
  plan(actor: Actor, { trainerId, items }: PlanUpskilling): Promise<PlanView> {
    return this.db.asActor(actor, async (tx) => {
      await holdTrainer(tx, trainerId, 'plan');
      await replaceOpenItems(tx, trainerId, items);
      return this.settle(tx, trainerId, 'plan');
    });
  }

  /** A second completion of the same item changes nothing. */
  complete(actor: Actor, { trainerId, itemId, completedOn }: CompletePlanItem): Promise<PlanView> {
    return this.db.asActor(actor, async (tx) => {
      await holdTrainer(tx, trainerId, 'learn');
      const day = completedOn ?? legalDayOf(tx.at);
      if (await completeItem(tx, trainerId, itemId, day)) return this.settle(tx, trainerId, 'learn');
      const plan = (await selectPlans(tx, [trainerId])).get(trainerId)!;
      if (!plan.items.some(({ id }) => id === itemId)) throw new NotFound('plan item');
      return plan;
    });
  }

  /** The plan of a trainer whom the actor may know of; empty where none was made. */
  async find(actor: Actor, { trainerId }: FindPlan): Promise<PlanView> {
    await this.trainers.one(actor, { id: trainerId });
    return (await this.byTrainers(actor, [trainerId])).get(trainerId)!;
  }

  byTrainers = (actor: Actor, ids: readonly string[]): Promise<Map<string, PlanView>> =>
    this.db.readAs(actor, (tx) => selectPlans(tx, ids));

  private async settle(tx: Tx, trainerId: string, command: 'plan' | 'learn'): Promise<PlanView> {
    const plan = (await selectPlans(tx, [trainerId])).get(trainerId)!;
    const now = { ...plan, ...standingOf(plan.items) };
    await settleUpskilling(tx, trainerId, command, now);
    return now;
  }
}
