import type { LegalCalendar } from '../legal-time/calendar.js';
import type { ExamRules } from '../sittings/exam-rules.js';

export type CancellationTerms = 'free' | 'fee' | 'forfeited';

const HOUR = 3_600_000;

/**
 * What giving a seat up at `at` costs: nothing six business days ahead, a fee within five, the attempt under 24 hours
 * (Pearson VUE, cancellation policy; both figures are the network's to set). Days are those of Morocco's calendar.
 */
export function cancellationTerms(
  at: Date,
  startsAt: Date,
  { freeCancellationDays, forfeitHours }: Pick<ExamRules, 'freeCancellationDays' | 'forfeitHours'>,
  calendar: LegalCalendar,
): CancellationTerms {
  if (startsAt.getTime() - at.getTime() < forfeitHours * HOUR) return 'forfeited';
  return calendar.businessDaysBetween(at, startsAt) >= freeCancellationDays ? 'free' : 'fee';
}
