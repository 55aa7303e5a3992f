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

type PlanItem = z.output<typeof PlanItemView>;

export const PlanView = z
  .object({
    trainerId: z.uuid(),
    state: UpskillingState,
    completedOn: z.iso.date().nullable(),
    items: z.array(PlanItemView),
  })
  .meta({ id: 'UpskillingPlan', description: 'What a trainer has to learn and pass, by when' });
export type PlanView = z.output<typeof PlanView>;

/** Where a plan stands by its items: completed with the last of them, in progress from the first one on. */
export function standingOf(items: readonly Pick<PlanItem, 'completedOn'>[]): Pick<PlanView, 'state' | 'completedOn'> {
  const days = items.flatMap(({ completedOn }) => completedOn ?? []).sort();
  if (items.length === 0) return { state: 'none', completedOn: null };
  if (days.length === items.length) return { state: 'completed', completedOn: days.at(-1)! };
  return { state: days.length > 0 ? 'in-progress' : 'planned', completedOn: null };
}
