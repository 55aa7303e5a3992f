import type { offering } from '@takwin/contracts/events/courses';
import type { TypeOf } from '@takwin/contracts/published';
import { lifeCycle } from '@takwin/platform/schema';
import type { OfferingState } from './offering.js';

export const offeringLife = lifeCycle<OfferingState, TypeOf<typeof offering>>()({
  open: { from: [], to: 'open', event: 'OfferingOpened' },
  change: { from: ['open'], to: 'open', event: 'OfferingChanged' },
  cancel: { from: ['open'], to: 'cancelled', event: 'OfferingCancelled' },
  finish: { from: ['open'], to: 'finished', event: 'OfferingFinished' },
  learn: { from: ['open', 'finished'], to: null, event: 'OfferingLearnt' },
});
