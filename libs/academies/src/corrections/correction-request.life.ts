import { codeList, lifeCycle } from '@takwin/platform/schema';
import type { z } from 'zod';

export const CorrectionRequestState = codeList('CorrectionRequestState', 'What became of a request', {
  open: 'Nobody has decided it',
  accepted: 'It was right: the person was corrected',
  refused: 'The person stays as known; the answer says why',
});
export type CorrectionRequestState = z.output<typeof CorrectionRequestState>;

/** What it comes to is told with the person. */
export const correctionRequestLife = lifeCycle<CorrectionRequestState, never>()({
  ask: { from: [], to: 'open', event: null },
  accept: { from: ['open'], to: 'accepted', event: null },
  refuse: { from: ['open'], to: 'refused', event: null },
});
