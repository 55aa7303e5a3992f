import { legalDayOf } from '@takwin/platform/clock';
import { invalid } from '@takwin/platform/errors';
import { LocalDate } from '@takwin/platform/schema';

/** The day that figures are asked for. What has happened since without a day of its own is not undone for it. */
export const Day = LocalDate.optional().describe(
  'The day to count on, today unless told, none to come. Facts count from their own days; what the services say without a day (a' +
    ' withdrawal, a released licence, an enrolment given up) holds for every day: the past is as what stands now dates it',
);

/**
 * The day to count on, YYYY-MM-DD: `on`, or Morocco's at the instant `at`, as the services date their facts. Refuses a day to come as
 * INVALID_INPUT.
 */
export function dayOf(on: string | undefined, at: Date): string {
  const today = legalDayOf(at);
  if (on !== undefined && on > today)
    throw invalid([{ path: ['on'], code: 'day_to_come', message: 'today or before: nothing proves what is to come' }]);
  return on ?? today;
}
