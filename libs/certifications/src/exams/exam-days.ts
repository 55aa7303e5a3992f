import { Refusal } from '@takwin/platform/errors';

/** On which days an exam can be sat (ISO dates): see `ExamView`. */
export type ExamDays = { releasedOn: string | null; retiredOn: string | null; goneBy: string | null };

/** Whether an exam can be sat on a day of Morocco's calendar. */
export const isOfferedOn = ({ releasedOn, retiredOn, goneBy }: ExamDays, day: string): boolean =>
  (!releasedOn || releasedOn <= day) && (retiredOn ? day <= retiredOn : !goneBy || day < goneBy);

/** Whether an exam can be sat on any day from the first to the last, both included. */
export const isOfferedWithin = ({ releasedOn, retiredOn, goneBy }: ExamDays, first: string, last: string): boolean =>
  (!releasedOn || releasedOn <= last) && (retiredOn ? first <= retiredOn : !goneBy || first < goneBy);

/** The vendor does not offer the exam on that day, or on none of those that were asked for. */
export class ExamOutsideItsDays extends Refusal {
  constructor(examCode: string, days: ExamDays, on: string) {
    super('EXAM_OUTSIDE_ITS_DAYS', { extra: { examCode, on, ...days } });
  }
}
