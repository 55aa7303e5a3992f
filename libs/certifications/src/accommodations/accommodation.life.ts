import { lifeCycle } from '@takwin/platform/schema';
import type { AccommodationView } from './accommodation.js';

/** The life of an accommodation. Nobody outside is told of it: it is personal health data. */
export const accommodationLife = lifeCycle<AccommodationView['state'], never>()({
  grant: { from: [], to: 'granted', event: null },
  revoke: { from: ['granted'], to: 'revoked', event: null },
});
