import { lifeCycle } from '@takwin/platform/schema';
import type { PlacementState } from './person.js';

/**
 * A placement is told of with its person. It ends by what its academy says, with a departure, or as a later statement moves the
 * person; a later statement, or a return, takes it up again.
 */
export const placementLife = lifeCycle<PlacementState, never>()({
  place: { from: [], to: ['active', 'ended'], event: null },
  change: { from: ['active', 'ended'], to: null, event: null },
  end: { from: ['active'], to: 'ended', event: null },
  move: { from: ['active'], to: 'ended', event: null },
  resume: { from: ['ended'], to: 'active', event: null },
});
