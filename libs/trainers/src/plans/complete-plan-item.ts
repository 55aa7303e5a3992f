import { Injectable } from '@nestjs/common';
import { TrainerId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { invalid, NotFound } from '@takwin/platform/errors';
import { demandNotErased } from '@takwin/platform/erasure';
import { Database, demandNotOneself } from '@takwin/platform/postgres';
import { command, DocumentReference } from '@takwin/platform/schema';
import { z } from 'zod';
import { TrainerHasLeft } from '../trainers/refusals.js';
import { holdTrainer } from '../trainers/trainer.writer.js';
import {
  demandAnother,
  demandLearntOn,
  ItemIsCompleted,
  ItemIsYourOwn,
  ItemNeedsAPass,
  type PlanView,
} from './plan.js';
import { selectPlans } from './plan.rows.js';
import { completeByDocument } from './plan.writer.js';
import { settlePlan } from './settle-plan.js';

export const CompletePlanItem = command(
  'CompletePlanItem',
  { 'programme-admin': 'programme', 'regional-director': 'region' },
  {
    trainerId: TrainerId,
    itemId: z.uuid(),
    completedOn: z.iso.date().optional().describe('Today when absent; a day of the convention, none to come'),
    document: DocumentReference({ max: 200 })
      .optional()
      .describe('Where the proof is: a certificate, a list of attendance. Required'),
  },
  {
    summary: 'Complete an item of an upskilling plan by a document',
    shown: ['document'],
    description:
      'Records by a document that a course of a plan was learnt. An exam is completed by its result alone:' +
      ' PLAN_ITEM_NEEDS_A_PASS. Never by who agreed the item: PLAN_ITEM_IS_YOUR_OWN; nor the last' +
      ' one by who withdrew another: PLAN_NEEDS_ANOTHER.',
  },
);
export type CompletePlanItem = z.output<typeof CompletePlanItem>;

@Injectable()
export class CompletePlanItemHandler {
  constructor(private readonly db: Database) {}

  /**
   * Refuses PLAN_ITEM_IS_COMPLETED where evidence completed it before, PLAN_ITEM_NEEDS_A_PASS of an exam, who agreed the item, PLAN_NEEDS_ANOTHER, PERSON_ERASED, who would
   * complete the own plan, as TRAINER_HAS_LEFT a day after the one of leaving, and as INVALID_INPUT a document that is missing and days
   * before the convention or to come.
   */
  run(actor: Actor, { trainerId, itemId, completedOn, document }: CompletePlanItem): Promise<PlanView> {
    return this.db.asActor(actor, async (tx) => {
      await demandNotOneself(tx, trainerId, 'nobody completes the own plan');
      const leftOn = await holdTrainer(tx, trainerId, 'learn');
      await demandNotErased(tx, trainerId);
      const plan = (await selectPlans(tx, [trainerId])).get(trainerId)!;
      const item = plan.items.find(({ id }) => id === itemId);
      if (!item) throw new NotFound('plan item');
      if (item.evidence) throw new ItemIsCompleted(item.completedOn!);
      if (item.kind === 'exam') throw new ItemNeedsAPass();
      if (item.agreedBy === actor.subject) throw new ItemIsYourOwn();
      demandAnother(plan, itemId, { subject: actor.subject, withdraws: false });
      if (!document) throw invalid([{ path: ['document'], code: 'required', message: 'where the proof is' }]);
      const today = legalDayOf(tx.at);
      const day = completedOn ?? today;
      demandLearntOn(day, today);
      if (leftOn !== null && day > leftOn) throw new TrainerHasLeft(leftOn);
      await completeByDocument(tx, itemId, document, day);
      return settlePlan(tx, trainerId, 'learn');
    });
  }
}
