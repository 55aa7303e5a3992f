import type { charge } from '@takwin/contracts/events/certifications';
import type { TypeOf } from '@takwin/contracts/published';
import { lifeCycle } from '@takwin/platform/schema';
import type { ChargeState } from './charge.js';

/** The life of a charge. Others are told that it is due or not, since nobody is erased who owes it. */
export const chargeLife = lifeCycle<ChargeState, TypeOf<typeof charge>>()({
  book: { from: [], to: 'booked', event: 'ChargeBooked' },
  waive: { from: ['booked'], to: 'waived', event: 'ChargeWaived' },
  settle: { from: ['booked'], to: 'settled', event: 'ChargeSettled' },
  merge: { from: ['booked', 'waived', 'settled'], to: null, event: 'ChargeMerged' },
});
export type ChargeTransition = keyof typeof chargeLife.transitions;
