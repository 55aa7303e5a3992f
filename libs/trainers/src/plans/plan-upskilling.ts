import { Injectable } from '@nestjs/common';
import { TrainerId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { Database, demandVersion, type Tx } from '@takwin/platform/postgres';
import { command, conditional, query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { holdTrainer } from '../trainers/trainer.writer.js';
import { selectPlans } from './plan.rows.js';
import { demandItems, demandKept, type ExamDays, NewPlanItem, type PlanView } from './plan.js';
import { agreeItems, proveItems } from './plan.writer.js';
import { settlePlan } from './settle-plan.js';
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
  { trainerId: TrainerId, ...conditional, items: z.array(NewPlanItem).min(1).max(100) },
  {
    summary: 'Set the upskilling plan of a trainer',
    description:
      'Says what a trainer has to learn and pass. What was agreed stays: a plan without its open items is' +
      ' refused as PLAN_ITEMS_ARE_AGREED. Results and enrolments complete the items; a plan counts where one was' +
      ' met after it was agreed.',
  },
);
export type PlanUpskilling = z.output<typeof PlanUpskilling>;

export const FindPlan = query(
  'FindPlan',
  { ...planners, trainer: 'self', auditor: 'programme' },
  { trainerId: TrainerId },
  {
    summary: 'Read the upskilling plan of a trainer',
    description: 'Answers what a trainer has to learn and pass, by when, and what of it is completed or was withdrawn.',
  },
);
export type FindPlan = z.output<typeof FindPlan>;

@Injectable()
export class PlanUpskillingHandler {
  constructor(
    private readonly db: Database,
    private readonly trainers: FindTrainersHandler,
  ) {}

  /**
   * Adds to the plan and changes when its items are due; what is passed or learnt already is completed at once. Refuses
   * TRAINER_HAS_LEFT, codes that do not exist, exams that are retired, new items that were due before today, a plan without an item that is open, and
   * VERSION_MISMATCH.
   */
  plan(actor: Actor, { trainerId, expectedVersion, items }: PlanUpskilling): Promise<PlanView> {
    return this.db.asActor(actor, async (tx) => {
      await holdTrainer(tx, trainerId, 'plan');
      const known = (await selectPlans(tx, [trainerId])).get(trainerId)!;
      demandVersion(expectedVersion, known.version);
      const [courses, exams] = [await this.courses(tx, items), await this.exams(tx, items)];
      demandItems(items, { items: known.items, courses, exams, today: legalDayOf(tx.at) });
      demandKept(items, known.items);
      await agreeItems(tx, trainerId, items);
      await proveItems(tx, [trainerId]);
      return settlePlan(tx, trainerId, 'plan');
    });
  }

  /** The plan of a trainer whom the actor may know of; empty where none was made. */
  async find(actor: Actor, { trainerId }: FindPlan): Promise<PlanView> {
    await this.trainers.one(actor, { id: trainerId });
    return (await this.byTrainers(actor, [trainerId])).get(trainerId)!;
  }

  byTrainers = (actor: Actor, ids: readonly string[]): Promise<Map<string, PlanView>> =>
    this.db.readAs(actor, (tx) => selectPlans(tx, ids));

  /** Those of the codes that are of courses, and whether each is made up for trials; what is retired is none to learn. */
  private async courses(tx: Tx, items: PlanUpskilling['items']): Promise<Map<string, { synthetic: boolean }>> {
    const codes = items.map(({ ref }) => ref);
    const rows = await tx.query<{ code: string; synthetic: boolean }>(
      sql`select code, synthetic from course_copy where code = any(${codes}) and catalogued`,
    );
    return new Map(rows.map(({ code, synthetic }) => [code, { synthetic }]));
  }

  /** Those of the codes that are of exams, with their days. */
  private async exams(tx: Tx, items: PlanUpskilling['items']): Promise<Map<string, ExamDays>> {
    const codes = items.map(({ ref }) => ref);
    const rows = await tx.query<ExamDays & { code: string }>(sql`
      select subject as code, released_on::text as "releasedOn", retired_on::text as "retiredOn", gone_by::text as "goneBy"
      from exam_copy where subject = any(${codes})`);
    return new Map(rows.map(({ code, ...days }) => [code, days]));
  }
}
