import type { academy } from '@takwin/contracts/events/academies';
import type { TypeOf } from '@takwin/contracts/published';
import { lifeCycle } from '@takwin/platform/schema';
import { z } from 'zod';

export const AcademyState = z.enum(['candidate', 'accredited', 'suspended', 'closed']).meta({ id: 'AcademyState' });
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
