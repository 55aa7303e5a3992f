import { z } from 'zod';

export const CertificationView = z
  .object({
    id: z.uuid(),
    personId: z.uuid(),
    certification: z.string(),
    title: z.string(),
    academyId: z.uuid(),
    region: z.string(),
    achievedOn: z.iso.date(),
    state: z
      .enum(['held', 'withdrawn'])
      .meta({ id: 'CertificationState' })
      .describe('withdrawn: a correction took the passes away'),
    credentialId: z.uuid().nullable().describe('The latest credential that proves it; null where there is none as yet'),
    revokedOn: z.iso.date().nullable().describe('From which day it counts no more, as its credential was revoked'),
  })
  .meta({ id: 'HeldCertification', description: 'A certification of a person, by the exams that were passed' });
export type CertificationView = z.output<typeof CertificationView>;
