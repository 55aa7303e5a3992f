import { Refusal } from '@takwin/platform/errors';
import { z } from 'zod';

export const PastAttemptView = z
  .object({
    personId: z.uuid(),
    examCode: z.string(),
    startedAt: z.iso.datetime(),
    score: z.int(),
    source: z.string(),
    recordedAt: z.iso.datetime(),
    recordedBy: z.string(),
    revokedAt: z.iso.datetime().nullable().describe('From then on it does not count'),
    revokedBy: z.string().nullable(),
    revokedReason: z.string().nullable(),
  })
  .meta({
    id: 'PastAttempt',
    description: 'An attempt made elsewhere; one that was recorded by mistake stays, and is taken back',
  });
export type PastAttemptView = z.output<typeof PastAttemptView>;

export class PastAttemptIsRevoked extends Refusal {
  constructor() {
    super('PAST_ATTEMPT_IS_REVOKED', { extra: { state: 'revoked' } });
  }
}
