import { codeList } from '@takwin/platform/schema';
import { z } from 'zod';

/** How far Microsoft has been told of a licence. */
const LicenceState = codeList('LicenceState', 'Where a licence stands', {
  reserved: 'Waits to be given: a seat is kept for it',
  calling: 'Microsoft is being asked for it',
  unknown: 'Microsoft was asked and no answer came: the truth is read back',
  assigned: 'The person has it',
  failed: 'Microsoft has refused it for good',
  released: 'The person has it no longer',
});

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
    audience: codeList('Audience', 'For whom Microsoft sells a licence', {
      student: 'Students',
      faculty: 'Teachers and staff',
      alumni: 'Those who have left',
      any: 'Everybody',
    }),
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
