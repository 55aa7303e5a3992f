import type { sitting } from '@takwin/contracts/events/certifications';
import type { TypeOf } from '@takwin/contracts/published';
import { lifeCycle } from '@takwin/platform/schema';
import type { SittingView } from './sitting.js';

/** The life of a sitting. How many of its seats are taken is not said, so that nobody is told of the last four. */
export const sittingLife = lifeCycle<SittingView['state'], TypeOf<typeof sitting>>()({
  open: { from: [], to: 'open', event: 'SittingOpened' },
  change: { from: ['open'], to: 'open', event: 'SittingChanged' },
  retime: { from: ['open'], to: 'open', event: 'SittingChanged' },
  cancel: { from: ['open'], to: 'cancelled', event: 'SittingCancelled' },

  claim: { from: ['open'], to: 'open', event: null },
  offer: { from: ['open'], to: 'open', event: null },
  settle: { from: ['open'], to: 'open', event: null },
  // Who is interrupted in a sitting that was called off by then goes on elsewhere.
  release: { from: ['open', 'cancelled'], to: null, event: null },
});
export type SittingTransition = keyof typeof sittingLife.transitions;
