import { lifeCycle } from '@takwin/platform/schema';
import type { OutcomeState } from './run.js';

/**
 * One person's change in a run. Whoever is left by a worker, or not known about, is looked at by the next one before anything is
 * sent; what comes of a claim may be that nothing was asked.
 */
export const outcomeLife = lifeCycle<OutcomeState, never>()({
  plan: { from: [], to: ['reserved', 'assigned', 'failed'], event: null },
  claim: { from: ['reserved'], to: 'calling', event: null },
  look: { from: ['calling', 'unknown'], to: 'calling', event: null },
  settle: {
    from: ['calling'],
    to: ['assigned', 'released', 'failed', 'unknown', 'reserved', 'cancelled'],
    event: null,
  },
  refuse: { from: ['reserved'], to: 'failed', event: null },
  cancel: { from: ['reserved'], to: 'cancelled', event: null },
  retry: { from: ['failed'], to: 'reserved', event: null },
});
