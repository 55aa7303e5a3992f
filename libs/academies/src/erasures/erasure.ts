import { HINDRANCES } from '@takwin/contracts/events/erasure';
import { Refusal } from '@takwin/platform/errors';
import { codeList } from '@takwin/platform/schema';
import { z } from 'zod';
import { ErasureState } from './erasure.life.js';

const ErasureStage = codeList('ErasureStage', 'How far a service is with the erasure of a person', {
  waiting: 'Something has to be given back, or to end, first',
  cleared: 'Nothing hinders it any more',
  erased: 'What it had is erased',
});

const Hindrance = codeList('Hindrance', 'What the erasure of a person waits for', HINDRANCES);

const ErasureProgress = z
  .object({
    service: z.string().describe('Which service'),
    stage: ErasureStage,
    because: Hindrance.nullable().describe('What it waits for; null where it does not wait'),
    toldAt: z.iso.datetime().describe('When it said so'),
  })
  .meta({ id: 'ErasureProgress', description: 'How far a service is' });

export const ErasureView = z
  .object({
    id: z.uuid(),
    personId: z.uuid().describe('The id that figures go on counting by, which names nobody once it is done'),
    reason: z.string().nullable().describe('Why, in the words of the person; null once it is done'),
    keepsCredentials: z.boolean().describe('Whether credentials stay valid, with the name that they print'),
    askedAt: z.iso.datetime().describe('When the person asked'),
    state: ErasureState,
    answer: z.string().nullable().describe('What whoever decided it says to the person; null once it is done'),
    document: z.string().nullable().describe('Where the decision is filed; null as long as it is not accepted'),
    decidedBy: z.string().nullable().describe('The subject of whoever decided it; not told to the person'),
    decidedAt: z.iso.datetime().nullable().describe('When it was decided; null as long as nobody has'),
    finishedAt: z.iso.datetime().nullable().describe('When the last service had done it'),
    progress: z.array(ErasureProgress).describe('What services have said of it, in the order of their names'),
    version: z.int(),
  })
  .meta({ id: 'Erasure', description: 'A person’s request to be erased, and what became of it' });
export type ErasureView = z.output<typeof ErasureView>;

/** One is decided before another is asked for. */
export class ErasureIsAsked extends Refusal {
  constructor() {
    super('ERASURE_IS_ASKED');
  }
}

export class ErasureIsDecided extends Refusal {
  constructor() {
    super('ERASURE_IS_DECIDED');
  }
}

export class ErasureNeedsAnother extends Refusal {
  constructor() {
    super('ERASURE_NEEDS_ANOTHER', { status: 403 });
  }
}

/** Whoever has an exam to come is not erased: it is cancelled first. */
export class ExamIsToCome extends Refusal {
  constructor() {
    super('EXAM_IS_TO_COME');
  }
}

/** Whoever owes what a late cancellation cost is not erased: it is settled or waived first, as long as it has a name. */
export class ChargeIsOpen extends Refusal {
  constructor() {
    super('CHARGE_IS_OPEN');
  }
}
