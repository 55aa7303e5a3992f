import { invalid } from '@takwin/platform/errors';
import { LocalDate } from '@takwin/platform/schema';

/** The day that figures are asked for. What has happened since without a day of its own is not undone for it. */
export const Day = LocalDate.optional().describe(
  'The day to count on, today unless told, none to come. Facts count from their own days; what the services say without a day (a' +
    ' closure, a withdrawal, a released licence, an enrolment given up) holds for every day: the past is as what stands now dates it',
);

/**
 * The day to count on, YYYY-MM-DD: `on`, or the one of `at`. Refuses a day to come as INVALID_INPUT. Days are UTC's, as the services
 * date their facts: Morocco's own since 2026-09-20.
 */
export function dayOf(on: string | undefined, at: Date): string {
  const today = at.toISOString().slice(0, 10);
  if (on !== undefined && on > today)
    throw invalid([{ path: ['on'], code: 'day_to_come', message: 'today or before: nothing proves what is to come' }]);
  return on ?? today;
}
