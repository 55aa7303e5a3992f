import type { assignment } from '@takwin/contracts/events/academies';
import type { TypeOf } from '@takwin/contracts/published';
import { codeList, lifeCycle } from '@takwin/platform/schema';
import type { z } from 'zod';

export const AssignmentState = codeList('AssignmentState', 'Whether a role that was given still holds', {
  given: 'It holds from its first day to its last',
  ended: 'It was taken back before its last day',
});
type AssignmentState = z.output<typeof AssignmentState>;

export const assignmentLife = lifeCycle<AssignmentState, TypeOf<typeof assignment>>()({
  assign: { from: [], to: 'given', event: 'RoleAssigned' },
  review: { from: ['given'], to: null, event: 'AssignmentReviewed' },
  end: { from: ['given'], to: 'ended', event: 'AssignmentEnded' },
});
