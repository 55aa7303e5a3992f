import type { LicenceState } from '@takwin/contracts/events/licensing';
import { lifeCycle } from '@takwin/platform/schema';
import type { z } from 'zod';

type Kept = Extract<z.output<typeof LicenceState>, 'assigned' | 'failed' | 'released'>;
type LicenceEvent = 'LicenceMerged' | 'LicenceAssigned' | 'LicenceFailed' | 'LicenceReleased';

/**
 * A licence of one person for one product: it is there once Microsoft has given it, or refused it for good, and comes back as the
 * same one. One that is held does not fail: what was refused is another set of plans.
 */
export const licenceLife = lifeCycle<Kept, LicenceEvent>()({
  assign: { from: [], to: 'assigned', event: 'LicenceAssigned' },
  assignAgain: { from: ['failed', 'released'], to: 'assigned', event: 'LicenceAssigned' },
  fail: { from: [], to: 'failed', event: 'LicenceFailed' },
  failAgain: { from: ['released'], to: 'failed', event: 'LicenceFailed' },
  merge: { from: ['assigned', 'failed', 'released'], to: null, event: 'LicenceMerged' },
  release: { from: ['assigned'], to: 'released', event: 'LicenceReleased' },
});
