import { Refusal } from '@takwin/platform/errors';
import { codeList } from '@takwin/platform/schema';
import { z } from 'zod';

/** How much longer an exam may take, in minutes, and by how much of its own length. */
export const Extra = {
  extraMinutes: z
    .int()
    .min(0)
    .max(240)
    .meta({ examples: [30] })
    .default(0)
    .describe('Minutes beside those of the exam'),
  extraPercent: z.int().min(0).max(100).default(0).describe('Of the minutes of the exam, in percent'),
};

const AccommodationState = codeList('AccommodationState', 'Whether an accommodation holds', {
  granted: 'It applies to exams of the person',
  revoked: 'It applies no longer',
});

export const AccommodationView = z
  .object({
    id: z.uuid(),
    personId: z.uuid(),
    examCode: z.string().nullable().describe('For this exam only; for all where null'),
    extraMinutes: z.int(),
    extraPercent: z.int(),
    reader: z.boolean(),
    accessibleWorkstation: z.boolean(),
    document: z.string().describe('Where the document is kept'),
    state: AccommodationState,
    grantedAt: z.iso.datetime(),
    grantedBy: z.string(),
    revokedAt: z.iso.datetime().nullable(),
    revokedBy: z.string().nullable(),
  })
  .meta({ id: 'Accommodation', description: 'What a candidate is granted to sit exams as others do' });
export type AccommodationView = z.output<typeof AccommodationView>;

/** What somebody is granted for one exam, of all that they are granted. */
export type Granted = { extraMinutes: number; reader: boolean; accessibleWorkstation: boolean };

export class AccommodationStateForbids extends Refusal {
  constructor(from: AccommodationView['state'], to: AccommodationView['state']) {
    super('ACCOMMODATION_STATE_FORBIDS', { extra: { from, to } });
  }
}

export class AccommodationIsGranted extends Refusal {
  constructor(accommodationId: string) {
    super('ACCOMMODATION_IS_GRANTED', { extra: { accommodationId } });
  }
}

export class AccommodationIsEmpty extends Refusal {
  constructor() {
    super('INVALID_INPUT', {
      status: 422,
      faults: [
        {
          path: 'extraMinutes',
          code: 'nothing_granted',
          message: 'neither time, a reader nor an accessible workstation',
        },
      ],
    });
  }
}
