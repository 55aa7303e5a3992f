import { Refusal } from '@takwin/platform/errors';
import { z } from 'zod';

export const EvaluationState = z.enum(['held', 'accepted', 'rejected']).meta({ id: 'LiteracyEvaluationState' });
export type EvaluationState = z.output<typeof EvaluationState>;

export const EvaluationView = z
  .object({
    id: z.uuid(),
    personId: z.uuid(),
    academyId: z.uuid(),
    region: z.string(),
    score: z.int(),
    state: EvaluationState,
    sentAt: z.iso.datetime(),
    sentBy: z.string(),
    alsoSentBy: z.array(z.string()).describe('Who sent the very same after that: none of them decides either'),
    decidedAt: z.iso.datetime().nullable(),
    decidedBy: z.string().nullable(),
    reason: z.string().nullable().describe('Why it was decided so'),
  })
  .meta({
    id: 'LiteracyEvaluation',
    description:
      'The score that ends a person’s 30 hours, as it was sent: nothing follows from it until it is accepted',
  });
export type EvaluationView = z.output<typeof EvaluationView>;

export class EvaluationIsHeld extends Refusal {
  constructor(evaluationId: string) {
    super('LITERACY_EVALUATION_IS_HELD', {
      extra: { evaluationId },
    });
  }
}

export class EvaluationIsYourOwn extends Refusal {
  constructor() {
    super('LITERACY_EVALUATION_IS_YOUR_OWN', {
      status: 403,
    });
  }
}

export class EvaluationIsDecided extends Refusal {
  constructor(state: EvaluationState) {
    super('LITERACY_EVALUATION_IS_DECIDED', { extra: { state } });
  }
}
