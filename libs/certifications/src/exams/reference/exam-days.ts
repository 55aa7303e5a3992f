import type { ExamDays } from '../exam-days.js';
import { UNDATED } from '../origin.js';

type Told = Partial<Record<'released_on' | 'retired_on' | 'as_of', string | null | undefined>> & { source: string };

const GONE = new RegExp(`(^|[;,\\s])(${UNDATED.join('|')}):`);

/** Whether a source says that an exam is gone, since a day that it does not tell. */
export const saysGone = (source: string): boolean => GONE.test(source);

/** The days of an exam as a row of the catalogue tells them: what is gone without a date was so by the day of the newest source. */
export function daysOf({ released_on, retired_on, as_of, source }: Told): ExamDays {
  const retiredOn = retired_on || null;
  return { releasedOn: released_on || null, retiredOn, goneBy: !retiredOn && saysGone(source) ? as_of || null : null };
}
