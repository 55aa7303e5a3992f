import { codeList } from '@takwin/platform/schema';
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
    state: codeList('CertificationState', 'Whether a certification is held', {
      held: 'The exams that it takes are passed',
      withdrawn: 'They no longer are, after a correction of a result',
    }).describe('withdrawn: a correction took the passes away'),
    credentialId: z.uuid().nullable().describe('The latest credential that proves it; null where there is none as yet'),
    revokedOn: z.iso.date().nullable().describe('From which day it counts no more, as its credential was revoked'),
  })
  .meta({ id: 'HeldCertification', description: 'A certification of a person, by the exams that were passed' });
export type CertificationView = z.output<typeof CertificationView>;
