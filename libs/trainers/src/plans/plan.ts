import { CONVENTION } from '@takwin/contracts/convention';
import { ExamCode } from '@takwin/contracts/ids';
import { invalid, Refusal } from '@takwin/platform/errors';
import { codeList, OneLine, LocalDate } from '@takwin/platform/schema';
import { z } from 'zod';

export const UpskillingState = codeList('UpskillingState', 'Where a trainer’s upskilling plan stands', {
  none: 'There is no plan, or nothing is left in it',
  planned: 'Agreed, and no item is done',
  'in-progress': 'Some items are done',
  completed: 'All items are done',
});
export type UpskillingState = z.output<typeof UpskillingState>;

const PlanItemKind = codeList('PlanItemKind', 'What a step of a plan is', {
  course: 'A course to learn',
  exam: 'An exam to pass',
});

export const NewPlanItem = z
  .strictObject({
    kind: PlanItemKind,
    ref: OneLine({ max: 80 }).meta({
      description: 'The code of the course or exam',
      examples: ['MO-200'],
      pattern: '^\\S+$',
    }),
    dueOn: LocalDate,
  })
  .overwrite((item) => (item.kind === 'exam' ? { ...item, ref: ExamCode.safeParse(item.ref).data ?? item.ref } : item))
  .meta({ id: 'NewPlanItem' });

const PlanEvidence = z
  .object({
    kind: codeList('PlanEvidenceKind', 'What proves that a step of a plan was done', {
      'exam-passed': 'A registration of the trainer whose result is a pass',
      'course-completed': 'An enrolment of the trainer that is completed',
      document: 'A document that somebody recorded',
    }),
    ref: z.string().describe('The id of the registration or the enrolment, or where the document is'),
    recordedBy: z.string().nullable().describe('Who recorded a document, or told that a course was completed'),
    recordedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'PlanEvidence', description: 'What proves that an item was passed or learnt' });

const PlanItemView = z
  .object({
    id: z.uuid(),
    kind: PlanItemKind,
    ref: z.string(),
    dueOn: z.iso.date(),
    completedOn: z.iso.date().nullable(),
    evidence: PlanEvidence.nullable().describe('None where it was completed on a word, before evidence was asked for'),
    agreedAt: z.iso.datetime().nullable().describe('When it came into the plan; null of before such was kept'),
    agreedBy: z.string().nullable(),
    countsFrom: z.iso.date().describe('Met on this day or later, it was met after it was agreed'),
  })
  .meta({ id: 'PlanItem' });

type PlanItem = z.output<typeof PlanItemView>;

const WithdrawnItemView = z
  .object({
    id: z.uuid(),
    kind: PlanItemKind,
    ref: z.string(),
    dueOn: z.iso.date(),
    agreedAt: z.iso.datetime().nullable(),
    agreedBy: z.string().nullable(),
    withdrawnAt: z.iso.datetime(),
    withdrawnBy: z.string(),
    reason: z.string(),
  })
  .meta({ id: 'WithdrawnPlanItem', description: 'What a trainer had to learn or pass, and why no more' });

export const PlanView = z
  .object({
    trainerId: z.uuid(),
    state: UpskillingState,
    completedOn: z.iso.date().nullable(),
    proven: z
      .boolean()
      .describe(
        'Completed, each item by its evidence and one at least after it was agreed: what the convention counts',
      ),
    version: z.int().describe('Of the trainer, whom each change of the plan changes'),
    items: z.array(PlanItemView),
    withdrawn: z.array(WithdrawnItemView).describe('What was in the plan once, the earliest first'),
  })
  .meta({ id: 'UpskillingPlan', description: 'What a trainer has to learn and pass, by when' });
export type PlanView = z.output<typeof PlanView>;

/** Where a plan stands by its items. */
export type Standing = Pick<PlanView, 'state' | 'completedOn' | 'proven'>;

/**
 * Where a plan stands by its items: completed with the last of them, in progress from the first one on. A plan written of what was
 * met already proves nothing: one of its items at least has to be met after it was agreed.
 */
export function standingOf(items: readonly Pick<PlanItem, 'completedOn' | 'evidence' | 'countsFrom'>[]): Standing {
  const days = items.flatMap(({ completedOn }) => completedOn ?? []).sort();
  if (items.length === 0) return { state: 'none', completedOn: null, proven: false };
  if (days.length < items.length)
    return { state: days.length > 0 ? 'in-progress' : 'planned', completedOn: null, proven: false };
  const proven =
    items.every(({ evidence }) => evidence !== null) &&
    items.some(({ completedOn, countsFrom }) => completedOn! >= countsFrom);
  return { state: 'completed', completedOn: days.at(-1)!, proven };
}

type NewItem = z.output<typeof NewPlanItem>;
/** On which days an exam can be sat (ISO dates): the first and the last; where that is not told, one on which it was gone. */
export type ExamDays = { releasedOn: string | null; retiredOn: string | null; goneBy: string | null };

/** What new items are judged by: the plan's items so far, the courses and exams that there are by code, and today (ISO date). */
type Known = {
  items: readonly Pick<PlanItem, 'kind' | 'ref' | 'dueOn'>[];
  courses: ReadonlyMap<string, { synthetic: boolean }>;
  exams: ReadonlyMap<string, ExamDays>;
  today: string;
};

/**
 * Refuses as INVALID_INPUT codes that do not exist or are made up for trials, exams that come into the plan and cannot be sat between today
 * and the day on which they are due, the same twice, and days in the past that the plan has not been due on before.
 */
export function demandItems(asked: readonly NewItem[], { items, courses, exams, today }: Known): void {
  const keyOf = ({ kind, ref }: Pick<NewItem, 'kind' | 'ref'>): string => `${kind} ${ref}`;
  const due = new Map(items.map((item) => [keyOf(item), item.dueOn]));
  const places = new Map(asked.map((item, index) => [keyOf(item), index]));
  const issues = asked.flatMap((item, index) => {
    const exists = (item.kind === 'exam' ? exams : courses).has(item.ref);
    const days = item.kind === 'exam' && !due.has(keyOf(item)) ? exams.get(item.ref) : undefined;
    const isLate = item.dueOn < today && due.get(keyOf(item)) !== item.dueOn;
    const at = (field: 'ref' | 'dueOn', code: string, message: string) => ({
      path: ['items', index, field],
      code,
      message,
    });
    const isMadeUp = item.kind === 'course' && courses.get(item.ref)?.synthetic === true;
    return [
      ...(isMadeUp ? [at('ref', 'made_up', 'made up for trials: it proves nothing')] : []),
      ...(exists ? [] : [at('ref', 'unknown', `no ${item.kind} has this code, or not yet`)]),
      ...(days && isGone(days, today) ? [at('ref', 'retired', 'this exam can be sat no more')] : []),
      ...(days?.releasedOn && days.releasedOn > item.dueOn
        ? [at('dueOn', 'too_early', 'before the first day of this exam')]
        : []),
      ...(places.get(keyOf(item)) === index ? [] : [at('ref', 'repeated', 'the plan has it once')]),
      ...(isLate ? [at('dueOn', 'in_the_past', 'today or later')] : []),
    ];
  });
  if (issues.length > 0) throw invalid(issues);
}

const isGone = ({ retiredOn, goneBy }: ExamDays, today: string): boolean =>
  retiredOn ? retiredOn < today : goneBy !== null && goneBy <= today;

/** Refuses as INVALID_INPUT a day (ISO date) on which nothing can have been learnt for the convention: before it, or after today. */
export function demandLearntOn(day: string, today: string): void {
  if (day > today) throw invalid([{ path: ['completedOn'], code: 'in_the_future', message: 'after today' }]);
  if (day < CONVENTION.startsOn)
    throw invalid([{ path: ['completedOn'], code: 'outside_convention', message: 'before the convention' }]);
}

/** Refuses a plan that leaves out what was agreed and is open still: such is withdrawn, with a reason and by somebody else. */
export function demandKept(asked: readonly Pick<PlanItem, 'kind' | 'ref'>[], items: readonly PlanItem[]): void {
  const isAsked = (item: PlanItem) => asked.some(({ kind, ref }) => kind === item.kind && ref === item.ref);
  const left = items.filter((item) => item.completedOn === null && !isAsked(item));
  if (left.length > 0) throw new ItemsAreAgreed(left);
}

class ItemsAreAgreed extends Refusal {
  constructor(left: readonly PlanItem[]) {
    super('PLAN_ITEMS_ARE_AGREED', {
      extra: { items: left.map(({ id, kind, ref }) => ({ id, kind, ref })) },
    });
  }
}

export class ItemIsCompleted extends Refusal {
  constructor(completedOn: string) {
    super('PLAN_ITEM_IS_COMPLETED', { extra: { completedOn } });
  }
}

export class ItemIsWithdrawn extends Refusal {
  constructor(withdrawnAt: string) {
    super('PLAN_ITEM_IS_WITHDRAWN', { extra: { withdrawnAt } });
  }
}

export class ItemIsYourOwn extends Refusal {
  constructor() {
    super('PLAN_ITEM_IS_YOUR_OWN', { status: 403 });
  }
}

/** Whoever completed one item by a document does not complete the plan by taking the last open one out of it, nor the other way round. */
class PlanNeedsAnother extends Refusal {
  constructor() {
    super('PLAN_NEEDS_ANOTHER', { status: 403 });
  }
}

/**
 * Refuses PLAN_NEEDS_ANOTHER where the last open item, this one, would go by who has completed another by a document (`withdraws`), or be
 * completed by a document of who has withdrawn another: the plan would be complete by one word.
 */
export function demandAnother(
  { items, withdrawn }: Pick<PlanView, 'items' | 'withdrawn'>,
  itemId: string,
  { subject, withdraws }: { subject: string; withdraws: boolean },
): void {
  const rest = items.filter(({ id }) => id !== itemId);
  if (rest.some(({ completedOn }) => completedOn === null)) return;
  const documented = rest.some(({ evidence }) => evidence?.kind === 'document' && evidence.recordedBy === subject);
  const took = withdrawn.some(({ withdrawnBy }) => withdrawnBy === subject);
  if (withdraws ? documented : took) throw new PlanNeedsAnother();
}

export class ItemNeedsAPass extends Refusal {
  constructor() {
    super('PLAN_ITEM_NEEDS_A_PASS');
  }
}
