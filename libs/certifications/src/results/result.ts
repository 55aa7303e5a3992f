import { Refusal } from '@takwin/platform/errors';
import { z } from 'zod';
import type { RegistrationState } from '../booking/registration.js';
import { registrationLife } from '../booking/registration.life.js';

export const ResultOutcome = z
  .object({
    registrationId: z.uuid(),
    outcome: z
      .enum(['passed', 'failed', 'known', 'conflict', 'not-booked', 'never-sat', 'unknown'])
      .meta({ id: 'ResultOutcomeKind', description: 'known: recorded before, the same' }),
    code: z.string().nullable().describe('Why it was not recorded'),
  })
  .meta({ id: 'ResultOutcome' });
export type ResultOutcome = z.output<typeof ResultOutcome>;
export const ResultOutcomes = z.object({ outcomes: z.array(ResultOutcome) }).meta({ id: 'ResultOutcomes' });
export type ResultOutcomes = z.output<typeof ResultOutcomes>;

/** Why a result of this outcome was not recorded; null where it was, now or before. */
export const CODES: Record<ResultOutcome['outcome'], string | null> = {
  passed: null,
  failed: null,
  known: null,
  conflict: 'RESULT_CONFLICT',
  'not-booked': 'REGISTRATION_NOT_BOOKED',
  'never-sat': 'NEVER_SAT',
  unknown: 'REGISTRATION_UNKNOWN',
};

type KnownOutcome = { state: RegistrationState; score: number | null; pass_mark: number };

/** What a result does to a registration: another score than the one that is recorded is a conflict and changes nothing. */
export function outcomeOf(known: KnownOutcome | undefined, score: number): ResultOutcome['outcome'] {
  if (!known) return 'unknown';
  if (known.score !== null) return known.score === score ? 'known' : 'conflict';
  if (known.state === 'no-show') return 'never-sat';
  if (!registrationLife.allows(known.state, 'pass')) return 'not-booked';
  return score >= known.pass_mark ? 'passed' : 'failed';
}

const ResultRevision = z
  .object({
    revision: z.int(),
    score: z.int(),
    startedAt: z.iso.datetime(),
    outcome: z.enum(['passed', 'failed']).meta({ id: 'AttemptOutcome' }),
    reason: z.string().nullable().describe('Why it was corrected'),
    source: z.string(),
    recordedAt: z.iso.datetime(),
    recordedBy: z.string(),
  })
  .meta({ id: 'ResultRevision' });
export const ResultHistory = z
  .object({ registrationId: z.uuid(), revisions: z.array(ResultRevision).describe('The first first; the last holds') })
  .meta({ id: 'ResultHistory' });
export type ResultHistory = z.output<typeof ResultHistory>;

export const Mismatch = z
  .object({
    kind: z.enum(['missing', 'conflict', 'outside-sitting']).meta({
      id: 'ResultMismatchKind',
      description:
        'No result two days after the sitting; another score was sent; started at another time than the sitting',
    }),
    registrationId: z.uuid(),
    personId: z.uuid(),
    examCode: z.string(),
    academyId: z.uuid(),
    sittingStartsAt: z.iso.datetime(),
    score: z.int().nullable().describe('The one that is recorded'),
    startedAt: z.iso.datetime().nullable(),
    otherScore: z.int().nullable().describe('The one that contradicts it'),
    source: z.string().nullable(),
  })
  .meta({ id: 'ResultMismatch' });
export type Mismatch = z.output<typeof Mismatch>;

export class ResultBeforeExam extends Refusal {
  constructor(index: number) {
    super('INVALID_INPUT', {
      status: 422,
      faults: [{ path: `results.${index}.startedAt`, code: 'in_the_future', message: 'starts after now' }],
    });
  }
}

export class NoResult extends Refusal {
  constructor() {
    super('NO_RESULT', { detail: 'there is none to correct: record it' });
  }
}
