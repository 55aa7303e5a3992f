import { Refusal } from '@takwin/platform/errors';
import { codeList } from '@takwin/platform/schema';
import { z } from 'zod';

const IdentityPart = codeList('IdentityPart', 'What tells who somebody is', {
  name: 'The name, in either script',
  'birth-date': 'The birth date',
  matricule: 'OFPPT’s number',
  cin: 'The number of the identity card, which is shown to nobody',
});

const IdentityView = z
  .object({
    family: z.string(),
    given: z.string(),
    familyArabic: z.string().nullable(),
    givenArabic: z.string().nullable(),
    birthDate: z.iso.date().nullable(),
    matricule: z.string().nullable(),
  })
  .meta({ id: 'Identity', description: 'What told who a person is at a moment; the CIN is never shown' });

export const CorrectionView = z
  .object({
    id: z.uuid(),
    personId: z.uuid(),
    corrected: z.array(IdentityPart).meta({ maxItems: 4 }).describe('What is other than it was'),
    was: IdentityView,
    became: IdentityView,
    reason: z.string().nullable().describe('Why; null where it was exchanged before a reason was asked for'),
    document: z
      .string()
      .nullable()
      .describe('Which document says so; null where it was exchanged before one was asked for'),
    importId: z.uuid().nullable().describe('The import that exchanged it, before a document was asked for'),
    by: z.string().nullable().describe('The subject of whoever corrected it; not told to the person'),
    as: z.string().describe('The role in which they did'),
    at: z.iso.datetime(),
    version: z.int().describe('The version of the person that it made'),
  })
  .meta({ id: 'Correction', description: 'That what tells who a person is was corrected' });
export type CorrectionView = z.output<typeof CorrectionView>;

/** Why an identity is corrected, and the document that says so. */
export type Proof = { reason: string; document: string };

/** Nobody corrects who they are themselves. */
export class CorrectionNeedsAnother extends Refusal {
  constructor() {
    super('CORRECTION_NEEDS_ANOTHER', { status: 403 });
  }
}

/** Whatever else than a spelling is told otherwise of somebody, a document says. */
export class CorrectionNeedsDocument extends Refusal {
  constructor() {
    super('CORRECTION_NEEDS_DOCUMENT');
  }
}

/** All that is said is known already. */
export class NothingToCorrect extends Refusal {
  constructor() {
    super('NOTHING_TO_CORRECT');
  }
}

/** What is said of a person is what was corrected. */
export class IdentityWasCorrected extends Refusal {
  constructor() {
    super('IDENTITY_WAS_CORRECTED');
  }
}
