import { Injectable } from '@nestjs/common';
import { TrainerId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, demandNotOneself } from '@takwin/platform/postgres';
import { command, Text } from '@takwin/platform/schema';
import { z } from 'zod';
import { holdTrainer } from '../trainers/trainer.writer.js';
import { demandAnother, ItemIsCompleted, ItemIsWithdrawn, ItemIsYourOwn, type PlanView } from './plan.js';
import { selectPlans } from './plan.rows.js';
import { withdrawItem } from './plan.writer.js';
import { settlePlan } from './settle-plan.js';

export const WithdrawPlanItem = command(
  'WithdrawPlanItem',
  { 'programme-admin': 'programme', 'regional-director': 'region' },
  {
    trainerId: TrainerId,
    itemId: z.uuid(),
    reason: Text({ min: 10, max: 500 }).meta({ examples: ['The course was replaced by a newer one'] }),
  },
  {
    summary: 'Withdraw an item of an upskilling plan',
    description:
      'Takes an open item out of a plan, which keeps it and why: never by who agreed it, else' +
      ' PLAN_ITEM_IS_YOUR_OWN; nor the last open one by who completed another by a document: PLAN_NEEDS_ANOTHER.',
  },
);
export type WithdrawPlanItem = z.output<typeof WithdrawPlanItem>;

@Injectable()
export class WithdrawPlanItemHandler {
  constructor(private readonly db: Database) {}

  /** Refuses TRAINER_HAS_LEFT, PLAN_NEEDS_ANOTHER, who agreed the item, the trainer, PLAN_ITEM_IS_COMPLETED and PLAN_ITEM_IS_WITHDRAWN. */
  run(actor: Actor, { trainerId, itemId, reason }: WithdrawPlanItem): Promise<PlanView> {
    return this.db.asActor(actor, async (tx) => {
      await demandNotOneself(tx, trainerId, 'nobody takes items out of the own plan');
      await holdTrainer(tx, trainerId, 'withdraw');
      const plan = (await selectPlans(tx, [trainerId])).get(trainerId)!;
      const gone = plan.withdrawn.find(({ id }) => id === itemId);
      if (gone) throw new ItemIsWithdrawn(gone.withdrawnAt);
      const item = plan.items.find(({ id }) => id === itemId);
      if (!item) throw new NotFound('plan item');
      if (item.agreedBy === actor.subject) throw new ItemIsYourOwn();
      if (item.completedOn !== null) throw new ItemIsCompleted(item.completedOn);
      demandAnother(plan, itemId, { subject: actor.subject, withdraws: true });
      await withdrawItem(tx, itemId, reason);
      return settlePlan(tx, trainerId, 'withdraw');
    });
  }
}
