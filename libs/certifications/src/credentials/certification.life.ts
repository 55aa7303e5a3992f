import type { certification } from '@takwin/contracts/events/certifications';
import type { TypeOf } from '@takwin/contracts/published';
import { lifeCycle } from '@takwin/platform/schema';

/**
 * The life of a certification that a person holds: withdrawn where the exams are no longer passed, and held again by others. It
 * counts for nothing from the day on which its credential was revoked to its being issued again.
 */
export const certificationLife = lifeCycle<'held' | 'withdrawn', TypeOf<typeof certification>>()({
  achieve: { from: [], to: 'held', event: 'CertificationAchieved' },
  regain: { from: ['withdrawn'], to: 'held', event: 'CertificationAchieved' },
  revoke: { from: ['held'], to: null, event: 'CertificationRevoked' },
  reissue: { from: ['held'], to: null, event: 'CertificationReissued' },
  merge: { from: ['held', 'withdrawn'], to: null, event: 'CertificationMerged' },
  withdraw: { from: ['held'], to: 'withdrawn', event: 'CertificationWithdrawn' },
});
