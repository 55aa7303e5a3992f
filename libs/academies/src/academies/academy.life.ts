import type { academy } from '@takwin/contracts/events/academies';
import type { TypeOf } from '@takwin/contracts/published';
import { codeList, lifeCycle } from '@takwin/platform/schema';
import { z } from 'zod';

export const AcademyState = codeList('AcademyState', 'Where an academy stands in the programme', {
  candidate: 'In the register and not accredited: it counts for nothing yet',
  accredited: 'One of the programme from its day of accreditation on, which may be to come',
  suspended: 'Out of the programme for now: it may be reinstated',
  closed: 'Gone for good: what it did stays on record',
});
export type AcademyState = z.output<typeof AcademyState>;

export type AcademyEvent = TypeOf<typeof academy>;

/** The life of an academy; the convention began with some that were accredited from their first day. A day to come may be told anew. */
export const academyLife = lifeCycle<AcademyState, AcademyEvent>()({
  register: { from: [], to: 'candidate', event: 'AcademyRegistered' },
  found: { from: [], to: 'accredited', event: 'AcademyAccredited' },
  change: { from: ['candidate', 'accredited', 'suspended'], to: null, event: 'AcademyChanged' },
  proposeAccreditation: { from: ['candidate', 'accredited'], to: null, event: 'AcademyChanged' },
  accredit: { from: ['candidate', 'accredited'], to: 'accredited', event: 'AcademyAccredited' },
  suspend: { from: ['accredited'], to: 'suspended', event: 'AcademySuspended' },
  reinstate: { from: ['suspended'], to: 'accredited', event: 'AcademyReinstated' },
  close: { from: ['candidate', 'accredited', 'suspended'], to: 'closed', event: 'AcademyClosed' },
});
