import type { CampaignProblem, Seating } from '@takwin/certifications/campaigns/planner/candidate';
import { assign } from '@takwin/certifications/booking/assign';

/** Everybody in turn to the nearest and then earliest seat, as single requests are decided. */
export function greedySeating({ candidates, sittings, origin }: CampaignProblem): Seating {
  const places = new Map(sittings.map(({ id }, place) => [id, place]));
  const requests = candidates.map(({ id, personId, home, exam, from, to }) => ({
    ...home,
    id,
    personId,
    exam,
    earliest: from,
    latest: to,
    onlyAt: null,
    active: true,
    needsConsent: false,
    consent: true,
    eligibleFrom: from,
  }));
  const decisions = assign(
    requests,
    sittings.map((one) => ({ ...one })),
    new Map(),
    origin - 1,
  );
  return Int32Array.from(decisions, (one) => (one.state === 'booked' ? places.get(one.sitting.id)! : -1));
}
