import { Refusal } from '@takwin/platform/errors';
import { codeList } from '@takwin/platform/schema';
import { z } from 'zod';

export const EvaluationState = codeList(
  'LiteracyEvaluationState',
  'Whether an evaluation waits for somebody to decide',
  {
    held: 'Waits for somebody other than its sender to decide',
    accepted: 'In force; below the pass mark it certifies nobody',
    rejected: 'Decided not to count',
    revoked: 'Was in force, and was taken back by somebody else',
  },
);
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
    reason: z.string().nullable().describe('Why it was decided so; null as long as it waits, and where nobody said it'),
    confirmedHours: z
      .number()
      .describe('Hours of the person towards the 30 that another than their recorder confirmed: those that count'),
    unconfirmedHours: z.number().describe('Hours of the person towards the 30 that nobody else has confirmed yet'),
    revokedAt: z.iso.datetime().nullable().describe('When the completion that followed from it was taken back'),
    revokedBy: z.string().nullable(),
    revokedReason: z.string().nullable(),
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

class LiteracyHoursAreYourOwn extends Refusal {
  constructor() {
    super('LITERACY_HOURS_ARE_YOUR_OWN', { status: 403 });
  }
}

export class EvaluationDecisionIsYourOwn extends Refusal {
  constructor() {
    super('LITERACY_DECISION_IS_YOUR_OWN', { status: 403 });
  }
}

export class EvaluationNotInForce extends Refusal {
  constructor(state: EvaluationState) {
    super('LITERACY_COMPLETION_NOT_IN_FORCE', { extra: { state } });
  }
}

/**
 * Refuses who recorded hours of an evaluation to decide about it, and who alone confirmed them where nobody but one other person had a
 * word in it: of recorder, sender and decider at least two are others.
 */
export function demandThird(
  decider: string,
  { recorders, confirmers, senders }: Record<'recorders' | 'confirmers' | 'senders', readonly string[]>,
): void {
  const others = new Set([...recorders, ...senders, ...confirmers].filter((one) => one !== decider));
  const alone = confirmers.every((one) => one === decider);
  if (recorders.includes(decider) || (alone && others.size < 2)) throw new LiteracyHoursAreYourOwn();
}

export class EvaluationIsDecided extends Refusal {
  constructor(state: EvaluationState) {
    super('LITERACY_EVALUATION_IS_DECIDED', { extra: { state } });
  }
}
