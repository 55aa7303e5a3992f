import { lifeCycle } from '@takwin/platform/schema';
import type { ResultState } from './result.js';

/**
 * The life of a result that was sent. What the exam day proves is in force at once; the rest waits for a decision, or for being
 * sent again once there is proof. Nobody outside is told: what is in force is told by the registration.
 */
export const resultLife = lifeCycle<ResultState, never>()({
  record: { from: [], to: 'accepted', event: null },
  hold: { from: [], to: 'held', event: null },
  prove: { from: ['held'], to: 'accepted', event: null },
  accept: { from: ['held'], to: 'accepted', event: null },
  reject: { from: ['held'], to: 'rejected', event: null },
});
