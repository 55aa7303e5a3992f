import { Refusal } from '@takwin/platform/errors';
import { z } from 'zod';
import { CorrectionRequestState } from './correction-request.life.js';

const AskedName = z
  .object({
    family: z.string(),
    given: z.string(),
    familyArabic: z.string().nullish(),
    givenArabic: z.string().nullish(),
  })
  .meta({ id: 'AskedName', description: 'The name that a person says to have' });

export const CorrectionRequestView = z
  .object({
    id: z.uuid(),
    personId: z.uuid(),
    name: AskedName.nullable().describe('The name that is asked for; null where it is right'),
    birthDate: z.iso.date().nullable(),
    matricule: z.string().nullable(),
    asksCin: z.boolean().describe('Whether another CIN is asked for, which is shown to nobody'),
    reason: z.string().describe('Why, in the words of the person'),
    document: z.string().nullable().describe('The document that the person names'),
    askedAt: z.iso.datetime().describe('When the person asked'),
    state: CorrectionRequestState,
    answer: z.string().nullable().describe('What whoever decided it says to the person'),
    decidedBy: z.string().nullable().describe('The subject of whoever decided it; not told to the person'),
    decidedAt: z.iso.datetime().nullable().describe('When it was decided; null as long as nobody has'),
    version: z.int(),
  })
  .meta({ id: 'CorrectionRequest', description: 'What a person asks to have corrected of who they are' });
export type CorrectionRequestView = z.output<typeof CorrectionRequestView>;

/** One is decided before another is asked for. */
export class CorrectionIsAsked extends Refusal {
  constructor() {
    super('CORRECTION_IS_ASKED');
  }
}

export class CorrectionRequestIsDecided extends Refusal {
  constructor() {
    super('CORRECTION_REQUEST_IS_DECIDED');
  }
}
