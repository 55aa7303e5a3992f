import { CONVENTION } from '@takwin/contracts/convention';
import { legalDayOf, wallTimeOf } from '@takwin/platform/clock';
import { codeList } from '@takwin/platform/schema';
import { meaningsOf } from '@takwin/contracts/refusals';
import { z } from 'zod';

/** What a statement tells of, by the last part of its verb's IRI. */
export const LearningVerb = codeList('LearningVerb', 'What was done, as xAPI names it', {
  attended: 'Took part',
  completed: 'Completed the course',
});
export type LearningVerb = z.output<typeof LearningVerb>;

/** Why hours of a statement do not count. */
export const WhyNot = codeList(
  'WhyHoursDoNotCount',
  'Why hours of a statement do not count',
  meaningsOf([
    'NO_PLACE_IN_AN_OFFERING',
    'OUTSIDE_THE_CONVENTION',
    'OVERLAPS_ANOTHER',
    'MORE_THAN_A_DAY_HOLDS',
    'NOT_COUNTED_YET',
  ]),
);
export type WhyNot = z.output<typeof WhyNot>;

/** How many hours of a day count for a person, whatever is learnt; and the part of a course's hours that completing it takes. */
export class LearningRules {
  constructor(
    readonly hoursADay = 8,
    readonly completionShare = 0.8,
  ) {}
}

/** What one statement tells of a person: milliseconds since 1970, and whether it is of a place in an offering. */
export type Learnt = { id: string; from: number; to: number; placed: boolean };
export type Counted = { id: string; hours: number; whyNot: WhyNot | null };

const HOUR = 3_600_000;

/**
 * The hours that count of each statement of one person: those in a place, on days of the convention, no minute twice, and no more on
 * a day (Morocco's) than the rules let count; what began earlier counts first. `whyNot` says what took hours away, the first of several.
 */
export function countedOf(learnt: readonly Learnt[], { hoursADay }: LearningRules): Counted[] {
  const days = new Map<string, { until: number; left: number }>();
  const inOrder = learnt.toSorted((one, other) => one.from - other.from || (one.id < other.id ? -1 : 1));
  return inOrder.map(({ id, from, to, placed }) => {
    if (!placed) return { id, hours: 0, whyNot: 'NO_PLACE_IN_AN_OFFERING' };
    let counted = 0;
    let whyNot: WhyNot | null = null;
    for (let start = from; start < to;) {
      const end = Math.min(to, endOfDay(start));
      const day = legalDayOf(new Date(start));
      const known = days.get(day) ?? { until: 0, left: hoursADay * HOUR };
      const isOutside = day < CONVENTION.startsOn || day > CONVENTION.endsOn;
      const free = Math.max(0, end - Math.max(start, known.until));
      const taken = isOutside ? 0 : Math.min(free, known.left);
      counted += taken;
      if (isOutside) whyNot ??= 'OUTSIDE_THE_CONVENTION';
      else if (taken < free) whyNot ??= 'MORE_THAN_A_DAY_HOLDS';
      else if (free < end - start) whyNot ??= 'OVERLAPS_ANOTHER';
      days.set(day, { until: Math.max(known.until, end), left: known.left - taken });
      start = end;
    }
    return { id, hours: counted / HOUR, whyNot };
  });
}

/** When the day of an instant began in Morocco. */
export const beginOfDay = (instant: Date): Date => new Date(endOfDay(instant.getTime()) - 24 * HOUR);

/** The instant at which the day of another one ends in Morocco; both in milliseconds. */
function endOfDay(instant: number): number {
  const [hours, minutes, seconds] = wallTimeOf(new Date(instant)).slice(11).split(':').map(Number);
  const sinceMidnight = (hours! * 3_600 + minutes! * 60 + seconds!) * 1_000 + (instant % 1_000);
  return instant + 24 * HOUR - sinceMidnight;
}
