import { lifeCycle } from '@takwin/platform/schema';
import type { ChargeState } from './charge.js';

/** The life of a charge. Nobody outside is told of it. */
export const chargeLife = lifeCycle<ChargeState, never>()({
  book: { from: [], to: 'booked', event: null },
  waive: { from: ['booked'], to: 'waived', event: null },
  settle: { from: ['booked'], to: 'settled', event: null },
});
