import type { readinessProof } from '@takwin/contracts/events/academies';
import type { TypeOf } from '@takwin/contracts/published';
import { codeList, lifeCycle } from '@takwin/platform/schema';
import { z } from 'zod';

export const ReadinessProofState = codeList('ReadinessProofState', 'Whether a proof of readiness counts', {
  recorded: 'Somebody’s word: it counts for nothing until another, of the region or the programme, confirms it',
  confirmed: 'It counts, from its day to its last',
  withdrawn: 'It no longer holds, as the reason says',
});
export type ReadinessProofState = z.output<typeof ReadinessProofState>;

export type ReadinessProofEvent = TypeOf<typeof readinessProof>;

export const readinessProofLife = lifeCycle<ReadinessProofState, ReadinessProofEvent>()({
  record: { from: [], to: 'recorded', event: 'ReadinessProofRecorded' },
  confirm: { from: ['recorded'], to: 'confirmed', event: 'ReadinessProofConfirmed' },
  withdraw: { from: ['recorded', 'confirmed'], to: 'withdrawn', event: 'ReadinessProofWithdrawn' },
});
