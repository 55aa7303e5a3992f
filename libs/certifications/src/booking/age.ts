import { legalDayOf } from '@takwin/platform/clock';
import { codeList } from '@takwin/platform/schema';
import type { z } from 'zod';

/**
 * What tells how old somebody is: `kind` as the academies know the person, null where that is not told; and whether more than an
 * academy's word says that there is this person, and that they were born on that day.
 */
export type Aged = {
  kind: string | null;
  birthDate: string | null;
  isConfirmed: boolean;
  isBirthDateConfirmed: boolean;
};

/** What is known of somebody's age. */
export const CandidateAge = codeList(
  'CandidateAge',
  'Whether a candidate is of age on the day of the exam, as far as it is known',
  {
    adult: '18 or older by the birth date',
    'adult-by-employment': 'A trainer or of the staff, of unknown birth date: employed, and so of age',
    minor: 'Under 18 by the birth date: a parent has to agree',
    unknown: 'A trainee of unknown birth date: a parent has to agree',
  },
);
export type Age = z.output<typeof CandidateAge>;

const EMPLOYED: ReadonlySet<string | null> = new Set(['trainer', 'staff']);

/**
 * What is known of somebody's age on the legal day of that instant. A birth date goes before all, but makes nobody an adult by an
 * academy's word alone; without one, trainers and staff who are confirmed are adults by their employment, and nobody else is.
 */
export function ageAt({ kind, birthDate, isConfirmed, isBirthDateConfirmed }: Aged, at: Date): Age {
  if (birthDate !== null && ageOn(birthDate, legalDayOf(at)) < 18) return 'minor';
  if (birthDate !== null && isBirthDateConfirmed) return 'adult';
  return isConfirmed && EMPLOYED.has(kind) ? 'adult-by-employment' : 'unknown';
}

/** Whether a parent has to agree: for a minor, and for who is not known to be an adult. */
export const needsConsent = (age: Age): boolean => age === 'minor' || age === 'unknown';

/** Whole years from the birth date to the day, both ISO dates. */
export function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
