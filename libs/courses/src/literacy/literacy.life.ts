import type { literacy } from '@takwin/contracts/events/courses';
import type { TypeOf } from '@takwin/contracts/published';
import { lifeCycle } from '@takwin/platform/schema';
import type { LiteracyState } from './literacy.js';

/** A person's way through the 30-hour programme. Hours count on after the certificate. */
export const literacyLife = lifeCycle<LiteracyState, TypeOf<typeof literacy>>()({
  begin: { from: [], to: 'in-progress', event: 'LiteracyHoursRecorded' },
  count: { from: ['in-progress', 'evaluated', 'certified'], to: null, event: 'LiteracyHoursRecorded' },
  evaluate: { from: ['in-progress', 'evaluated'], to: 'evaluated', event: 'LiteracyEvaluated' },
  // Two records turned out to be of one person, or not to be.
  merge: {
    from: ['in-progress', 'evaluated', 'certified'],
    to: ['in-progress', 'evaluated', 'certified'],
    event: 'LiteracyMerged',
  },
  revoke: { from: ['certified'], to: 'evaluated', event: 'LiteracyRevoked' },
  certify: { from: ['in-progress', 'evaluated'], to: 'certified', event: 'LiteracyCertified' },
});
