import { Refusal } from '@takwin/platform/errors';
import { z } from 'zod';
import { BilingualName } from '../academies/academy.js';
import { Matricule } from '../persons/person.js';
import { ClaimState } from './claim.life.js';

export const ClaimView = z
  .object({
    id: z.uuid(),
    personId: z.uuid().describe('The person of the own academies whom it may be'),
    name: BilingualName.describe('The name that the other academy says'),
    matricule: Matricule.nullable().describe('The matricule that the other academy says; null where it says none'),
    birthDate: z.iso.date().nullable().describe('The birth date that the other academy says; null where it says none'),
    knownBirthDate: z.iso
      .date()
      .nullable()
      .describe('That of the person whom it may be, where the caller may read the person'),
    academyId: z.uuid().describe('The academy that states the person as its own'),
    askedAt: z.iso.datetime().describe('When it did'),
    state: ClaimState,
    reason: z.string().nullable().describe('Why it was refused'),
    decidedBy: z.string().nullable().describe('The subject of whoever decided it; null as long as nobody has'),
    decidedAt: z.iso.datetime().nullable().describe('When it was decided; null as long as nobody has'),
    version: z.int(),
  })
  .meta({ id: 'Claim', description: 'That a person whom another academy states is one of ours' });
export type ClaimView = z.output<typeof ClaimView>;

export class ClaimIsDecided extends Refusal {
  constructor() {
    super('CLAIM_IS_DECIDED');
  }
}

/** Nobody decides what they asked for. */
export class ClaimNeedsAnother extends Refusal {
  constructor() {
    super('CLAIM_NEEDS_ANOTHER', { status: 403 });
  }
}

/** Both are known to the region or the programme: what each holds cannot become the other's. */
export class ClaimantIsConfirmed extends Refusal {
  constructor() {
    super('CLAIMANT_IS_CONFIRMED');
  }
}
