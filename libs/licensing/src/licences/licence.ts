import { LicenceState } from '@takwin/contracts/events/licensing';
import { z } from 'zod';

export const LicenceView = z
  .object({
    id: z.uuid(),
    personId: z.uuid(),
    skuId: z.guid(),
    sku: z.string().describe('What Microsoft calls skuPartNumber'),
    academyId: z.uuid(),
    state: LicenceState,
    assignedOn: z.iso.date().nullable(),
  })
  .meta({ id: 'Licence' });
export type LicenceView = z.output<typeof LicenceView>;

export const SeatPoolView = z
  .object({
    skuId: z.guid(),
    sku: z.string(),
    name: z.string(),
    audience: z.enum(['student', 'faculty', 'alumni', 'any']).meta({ id: 'Audience' }),
    seats: z.int(),
    used: z.int(),
    free: z.int(),
    inGrace: z.int().describe('Seats that come free within 30 days, as their grace ends'),
    restorable: z.int().describe('Seats that deleted accounts take again if they are restored within their 30 days'),
    forecast: z.int().describe('Free in 30 days, were every deleted account restored'),
    synthetic: z.boolean().describe('Seats made up for trials: a tenant’s own count comes from Microsoft'),
  })
  .meta({ id: 'SeatPool', description: 'The seats of one product in the tenant' });
export type SeatPoolView = z.output<typeof SeatPoolView>;
