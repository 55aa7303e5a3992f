import type { Tx } from '@takwin/platform/postgres';
import { type PlanStep, settleUpskilling } from '../trainers/trainer.writer.js';
import { type PlanView, standingOf } from './plan.js';
import { selectPlans } from './plan.rows.js';

/** Has the plan of a trainer whom the transaction holds stand as its items do, and tells of it. */
export async function settlePlan(tx: Tx, trainerId: string, transition: PlanStep): Promise<PlanView> {
  const plan = (await selectPlans(tx, [trainerId])).get(trainerId)!;
  const now = { ...plan, ...standingOf(plan.items) };
  return { ...now, version: await settleUpskilling(tx, trainerId, transition, now) };
}
