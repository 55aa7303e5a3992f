import { LocalDate, Text } from '@takwin/platform/schema';
import { z } from 'zod';

export const UpskillingState = z.enum(['none', 'planned', 'in-progress', 'completed']).meta({ id: 'UpskillingState' });
export type UpskillingState = z.output<typeof UpskillingState>;

const PlanItemKind = z.enum(['course', 'exam']).meta({ id: 'PlanItemKind' });

export const NewPlanItem = z
  .strictObject({
    kind: PlanItemKind,
    ref: Text({ max: 80 }).describe('The code of the course or exam'),
    dueOn: LocalDate,
  })
  .meta({ id: 'NewPlanItem' });

const PlanItemView = z
  .object({
    id: z.uuid(),
    kind: PlanItemKind,
    ref: z.string(),
    dueOn: z.iso.date(),
    completedOn: z.iso.date().nullable(),
  })
  .meta({ id: 'PlanItem' });

export const PlanView = z
  .object({
    trainerId: z.uuid(),
    state: UpskillingState,
    completedOn: z.iso.date().nullable(),
    items: z.array(PlanItemView),
  })
  .meta({ id: 'UpskillingPlan', description: 'What a trainer has to learn and pass, by when' });
export type PlanView = z.output<typeof PlanView>;

/** Where a plan stands by its items: completed when all are, in progress from the first one on. */
export function stateOf(items: readonly { completedOn: string | null }[]): UpskillingState {
  const done = items.filter((item) => item.completedOn !== null).length;
  if (items.length === 0) return 'none';
  if (done === items.length) return 'completed';
  return done > 0 ? 'in-progress' : 'planned';
}
