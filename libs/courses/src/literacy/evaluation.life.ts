import { lifeCycle } from '@takwin/platform/schema';
import type { EvaluationState } from './evaluation.js';

/**
 * An evaluation waits for somebody other than its sender; by which somebody completed the programme is revoked by another one again.
 * What follows from it is told by the person's track.
 */
export const evaluationLife = lifeCycle<EvaluationState, never>()({
  hold: { from: [], to: 'held', event: null },
  accept: { from: ['held'], to: 'accepted', event: null },
  revoke: { from: ['accepted'], to: 'revoked', event: null },
  reject: { from: ['held'], to: 'rejected', event: null },
});
