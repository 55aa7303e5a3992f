import type { exam } from '@takwin/contracts/events/certifications';
import type { TypeOf } from '@takwin/contracts/published';
import { lifeCycle } from '@takwin/platform/schema';

/** The life of an exam in the catalogue. Retired, it stays: what it was counts on, and a mistake is corrected. */
export const examLife = lifeCycle<'listed', TypeOf<typeof exam>>()({
  add: { from: [], to: 'listed', event: 'ExamAdded' },
  correct: { from: ['listed'], to: 'listed', event: 'ExamCorrected' },
  retire: { from: ['listed'], to: 'listed', event: 'ExamRetired' },
});
export type ExamTransition = keyof typeof examLife.transitions;
