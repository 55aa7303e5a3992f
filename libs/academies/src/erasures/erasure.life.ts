import { codeList, lifeCycle } from '@takwin/platform/schema';
import type { z } from 'zod';

export const ErasureState = codeList('ErasureState', 'How far the erasure of a person is', {
  open: 'Asked for; nobody has decided it',
  refused: 'Nothing is erased; the answer says why',
  accepted: 'The register has the person no more; services give back what they have to first',
  erasing: 'Nothing is waited for: each service erases what it has',
  finished: 'Every service has erased what it had',
});
export type ErasureState = z.output<typeof ErasureState>;

/** What it comes to is told with the person. */
export const erasureLife = lifeCycle<ErasureState, never>()({
  ask: { from: [], to: 'open', event: null },
  refuse: { from: ['open'], to: 'refused', event: null },
  accept: { from: ['open'], to: 'accepted', event: null },
  erase: { from: ['accepted'], to: 'erasing', event: null },
  finish: { from: ['erasing'], to: 'finished', event: null },
});
