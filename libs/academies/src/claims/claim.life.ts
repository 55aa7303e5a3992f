import { codeList, lifeCycle } from '@takwin/platform/schema';
import type { z } from 'zod';

export const ClaimState = codeList('ClaimState', 'What became of a claim', {
  open: 'Nobody has decided it',
  accepted: 'It is the same person: the two records are one',
  refused: 'It is not: the record stays unconfirmed, unless the two had no more than a name in common',
});
export type ClaimState = z.output<typeof ClaimState>;

/** Told to nobody but those who decide it; what it comes to is told with the persons. */
export const claimLife = lifeCycle<ClaimState, never>()({
  ask: { from: [], to: 'open', event: null },
  accept: { from: ['open'], to: 'accepted', event: null },
  refuse: { from: ['open'], to: 'refused', event: null },
  // The merge that it led to was undone.
  overturn: { from: ['accepted'], to: 'refused', event: null },
});
