import type { LicenceState } from '@takwin/contracts/events/licensing';
import { lifeCycle } from '@takwin/platform/schema';
import type { z } from 'zod';

export type HeldState = Extract<z.output<typeof LicenceState>, 'assigned' | 'released'>;

/** A licence of one person for one product: it is there once Microsoft has given it, and comes back as the same one. */
export const licenceLife = lifeCycle<HeldState, 'LicenceAssigned' | 'LicenceReleased'>()({
  assign: { from: [], to: 'assigned', event: 'LicenceAssigned' },
  assignAgain: { from: ['released'], to: 'assigned', event: 'LicenceAssigned' },
  release: { from: ['assigned'], to: 'released', event: 'LicenceReleased' },
});
