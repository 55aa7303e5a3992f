import { Refusal } from '@takwin/platform/errors/refusal';
import { z } from 'zod';

export const ResultOutcome = z
  .object({
    registrationId: z.uuid(),
    outcome: z
      .enum(['passed', 'failed', 'known', 'conflict', 'not-booked', 'unknown'])
      .meta({ id: 'ResultOutcomeKind', description: 'known: recorded before, the same' }),
  })
  .meta({ id: 'ResultOutcome' });
export const ResultOutcomes = z.object({ outcomes: z.array(ResultOutcome) }).meta({ id: 'ResultOutcomes' });
export type ResultOutcomes = z.output<typeof ResultOutcomes>;

export class ResultConflict extends Refusal {
  constructor() {
    super('RESULT_CONFLICT', { detail: 'another score is recorded for this registration' });
  }
}

export class ResultBeforeExam extends Refusal {
  constructor(index: number) {
    super('INVALID_INPUT', {
      status: 422,
      faults: [{ path: `results.${index}.startedAt`, code: 'in_the_future', message: 'starts after now' }],
    });
  }
}
