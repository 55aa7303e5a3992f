import { dayAfter } from '@takwin/platform/clock';
import { Refusal } from '@takwin/platform/errors';
import type { OfferingView } from './offering.js';

/** What one may teach; it holds from the day it was obtained to the day it expires, both included (ISO dates). */
type Qualification = { topic: string; obtainedOn: string; expiresOn: string | null };

/** What the register of trainers tells of one; before it told of qualifications, what might be taught on the day of the telling. */
export type Teacher = { active: boolean; topics: string[]; qualifications: Qualification[] | null };

type Reason =
  | 'TRAINER_UNKNOWN'
  | 'TRAINER_HAS_LEFT'
  | 'NO_QUALIFICATION_FOR_TOPIC'
  | 'QUALIFICATION_EXPIRED'
  | 'QUALIFICATION_NOT_YET_VALID';

class TrainerNotQualified extends Refusal {
  constructor(reason: Reason, on?: string) {
    super('TRAINER_NOT_QUALIFIED', {
      extra: { reason, ...(on && { on }) },
    });
  }
}

/** Refuses who is not known as a trainer, has left, or may not teach any of a course's topics on one of these days. */
export function demandTeacher(
  teacher: Teacher | undefined,
  topics: readonly string[],
  days: Pick<OfferingView, 'startsOn' | 'endsOn'>,
): void {
  if (!teacher) throw new TrainerNotQualified('TRAINER_UNKNOWN');
  if (!teacher.active) throw new TrainerNotQualified('TRAINER_HAS_LEFT');
  if (topics.length === 0) return;
  const { qualifications } = teacher;
  const held = qualifications?.filter(({ topic }) => topics.includes(topic));
  if (!(held ?? teacher.topics.filter((topic) => topics.includes(topic))).length)
    throw new TrainerNotQualified('NO_QUALIFICATION_FOR_TOPIC');
  const on = held && firstWithout(held, days);
  if (!on) return;
  const hasExpired = held.some(({ expiresOn }) => expiresOn !== null && expiresOn < on);
  throw new TrainerNotQualified(hasExpired ? 'QUALIFICATION_EXPIRED' : 'QUALIFICATION_NOT_YET_VALID', on);
}

/** Whether who is so qualified might teach one of a course's topics on each of these days; of before such was told, nobody knows. */
export const mightTeach = (
  teacher: Teacher | undefined,
  topics: readonly string[],
  days: Pick<OfferingView, 'startsOn' | 'endsOn'>,
): boolean => {
  const held = teacher?.qualifications?.filter(({ topic }) => topics.includes(topic)) ?? [];
  return topics.length === 0 || firstWithout(held, days) === undefined;
};

/** The first of the days on which none of these holds. */
function firstWithout(
  held: readonly Qualification[],
  { startsOn, endsOn }: Pick<OfferingView, 'startsOn' | 'endsOn'>,
): string | undefined {
  for (let day = startsOn; day <= endsOn;) {
    const ends = held
      .filter(({ obtainedOn, expiresOn }) => obtainedOn <= day && (expiresOn === null || day <= expiresOn))
      .map(({ expiresOn }) => expiresOn);
    if (ends.length === 0) return day;
    if (ends.includes(null)) return undefined;
    day = dayAfter(ends.toSorted().at(-1)!);
  }
  return undefined;
}
