import type { enrolment } from '@takwin/contracts/events/courses';
import type { TypeOf } from '@takwin/contracts/published';
import { lifeCycle } from '@takwin/platform/schema';
import type { EnrolmentState } from './enrolment.js';

/**
 * A place in an offering, or the wait for one. A place that was given up is asked for anew; where the offering has ended, what was
 * learnt in it counts and completes whenever its evidence arrives.
 */
export const enrolmentLife = lifeCycle<EnrolmentState, TypeOf<typeof enrolment>>()({
  enrol: { from: [], to: 'enrolled', event: 'PersonEnrolled' },
  queue: { from: [], to: 'waitlisted', event: 'EnrolmentWaitlisted' },
  seat: { from: ['waitlisted'], to: 'enrolled', event: 'PersonEnrolled' },
  teach: { from: ['enrolled'], to: 'enrolled', event: 'PersonEnrolled' },
  count: { from: ['enrolled', 'completed', 'withdrawn'], to: null, event: 'HoursRecorded' },
  complete: { from: ['enrolled', 'withdrawn'], to: 'completed', event: 'EnrolmentCompleted' },
  merge: { from: ['enrolled', 'waitlisted', 'completed', 'withdrawn'], to: null, event: 'EnrolmentMerged' },
  withdraw: { from: ['enrolled', 'waitlisted'], to: 'withdrawn', event: 'EnrolmentWithdrawn' },
});
