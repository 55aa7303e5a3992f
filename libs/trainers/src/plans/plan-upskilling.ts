import { Injectable } from '@nestjs/common';
import { TrainerId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, type Tx } from '@takwin/platform/postgres';
import { command, query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { announce } from '../trainers/announce-trainers.js';
import { changeTrainer } from '../trainers/change-trainer.js';
import { selectPlans } from './plan.rows.js';
import { TrainerHasLeft } from '../trainers/refusals.js';
import { NewPlanItem, stateOf, type PlanView } from './plan.js';
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
      const { state } = await changeTrainer(tx, trainerId);
      if (state === 'left') throw new TrainerHasLeft();
      await tx.query(sql`delete from plan_item where trainer_id = ${trainerId} and completed_on is null`);
      await tx.query(sql`
        insert into plan_item(trainer_id, kind, ref, due_on)
        select ${trainerId}, item.kind, item.ref, item."dueOn"
        from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as item(kind text, ref text, "dueOn" date)
        on conflict on constraint plan_item_once do update set due_on = excluded.due_on`);
      return this.settle(tx, trainerId);
    });
  }

  /** A second completion of the same item changes nothing. */
  complete(actor: Actor, { trainerId, itemId, completedOn }: CompletePlanItem): Promise<PlanView> {
    return this.db.asActor(actor, async (tx) => {
      await changeTrainer(tx, trainerId);
      const day = completedOn ?? tx.at.toISOString().slice(0, 10);
      const item = await tx.one(sql`
        update plan_item set completed_on = coalesce(completed_on, ${day}::date)
        where id = ${itemId} and trainer_id = ${trainerId} returning id`);
      if (!item) throw new NotFound('plan item');
      return this.settle(tx, trainerId);
    });
  }

  /** The plan of a trainer whom the actor may know of; empty where none was made. */
  async find(actor: Actor, { trainerId }: FindPlan): Promise<PlanView> {
    await this.trainers.one(actor, { id: trainerId });
    return (await this.byTrainers(actor, [trainerId])).get(trainerId)!;
  }

  byTrainers = (actor: Actor, ids: readonly string[]): Promise<Map<string, PlanView>> =>
    this.db.readAs(actor, (tx) => selectPlans(tx, ids));

  private async settle(tx: Tx, trainerId: string): Promise<PlanView> {
    const plan = (await selectPlans(tx, [trainerId])).get(trainerId)!;
    const state = stateOf(plan.items);
    const last = plan.items
      .map((item) => item.completedOn ?? '')
      .sort()
      .at(-1);
    const completedOn = state === 'completed' ? last : null;
    await tx.query(sql`
      update trainer set upskilling = ${state}, upskilling_completed_on = ${completedOn} where id = ${trainerId}`);
    await announce(tx, state === 'completed' ? 'UpskillingCompleted' : 'UpskillingPlanned', [trainerId]);
    return { ...plan, state, completedOn: completedOn ?? null };
  }
}
