import { z } from 'zod';
import { AcademyId, PersonId, RegionCode, SkuId } from '../ids.js';
import { published } from '../published.js';

export const LicenceState = z.enum(['reserved', 'calling', 'unknown', 'assigned', 'failed', 'released']);

export const licence = published({
  log: 'licensing',
  subject: 'licence',
  state: z.object({
    personId: PersonId,
    skuId: SkuId,
    academyId: AcademyId,
    region: RegionCode,
    state: LicenceState,
    assignedOn: z.iso.date().nullable(),
  }),
  types: ['LicenceAssigned', 'LicenceFailed', 'LicenceReleased', 'LicenceMerged'],
});
