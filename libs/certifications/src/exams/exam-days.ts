import { dayAfter } from '@takwin/platform/clock';
import { SeatRefused } from '../booking/registration.js';
import { instantOf } from '../legal-time/legal-time.js';

/** On which days an exam can be sat (ISO dates): see `ExamView`. */
export type ExamDays = { releasedOn: string | null; retiredOn: string | null; goneBy: string | null };

/** Whether an exam can be sat on any of the days from the first to the last, both included, of Morocco's calendar. */
export const isOfferedWithin = ({ releasedOn, retiredOn, goneBy }: ExamDays, first: string, last: string): boolean =>
  (!releasedOn || releasedOn <= last) && (retiredOn ? first <= retiredOn : !goneBy || first < goneBy);

export const isOfferedOn = (days: ExamDays, day: string): boolean => isOfferedWithin(days, day, day);

/** From when until when an exam may be started, in milliseconds; without end where no day is told. */
export function offeredSpan({ releasedOn, retiredOn, goneBy }: ExamDays): { from: number; to: number } {
  const until = retiredOn ? dayAfter(retiredOn) : goneBy;
  return { from: releasedOn ? midnight(releasedOn) : -Infinity, to: until ? midnight(until) - 1 : Infinity };
}

const midnight = (day: string): number => instantOf(`${day}T00:00`).getTime();

/**
 * The vendor does not offer the exam on that day, or on none of those that were asked for: `from` and `to` are the first and the last on
 * which it does, null where none is known; `goneBy` is no last day, but one on which a source no longer had it.
 */
export class ExamOutsideItsDays extends SeatRefused {
  constructor(about?: ExamDays & { examCode: string; on: string }) {
    super('EXAM_OUTSIDE_ITS_DAYS', { extra: about ? { ...about, from: about.releasedOn, to: about.retiredOn } : {} });
  }
}
