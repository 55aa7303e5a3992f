import { legalDayOf } from '@takwin/platform/clock';

/** What tells how old somebody is: `kind` as the academies know the person, null where that is not told. */
export type Aged = { kind: string | null; birthDate: string | null };

/** What is known of somebody's age. */
export const AGES = ['adult', 'adult-by-employment', 'minor', 'unknown'] as const;
export type Age = (typeof AGES)[number];

const EMPLOYED: ReadonlySet<string | null> = new Set(['trainer', 'staff']);

/**
 * What is known of somebody's age on the legal day of that instant. A birth date goes before all; without one, trainers and staff
 * are adults by their employment, and nobody else is.
 */
export function ageAt({ kind, birthDate }: Aged, at: Date): Age {
  if (birthDate !== null) return ageOn(birthDate, legalDayOf(at)) < 18 ? 'minor' : 'adult';
  return EMPLOYED.has(kind) ? 'adult-by-employment' : 'unknown';
}

/** Whether a parent has to agree: for a minor, and for who is not known to be an adult. */
export const needsConsent = (age: Age): boolean => age === 'minor' || age === 'unknown';

/** Whole years from the birth date to the day, both ISO dates. */
export function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
