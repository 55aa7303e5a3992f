import type { person } from '@takwin/contracts/events/academies';
import type { TypeOf } from '@takwin/contracts/published';
import { lifeCycle } from '@takwin/platform/schema';
import type { PersonState, PlacementState } from './person.js';

/** Someone none of whose placements is active is inactive: so a roster can bring somebody who is. */
export const personLife = lifeCycle<PersonState, TypeOf<typeof person>>()({
  register: { from: [], to: ['active', 'inactive'], event: 'PersonRegistered' },
  change: { from: ['active', 'inactive'], to: null, event: 'PersonChanged' },
  deactivate: { from: ['active'], to: 'inactive', event: 'PersonDeactivated' },
  reactivate: { from: ['inactive'], to: 'active', event: 'PersonChanged' },
});

/** A placement is told of with its person. */
export const placementLife = lifeCycle<PlacementState, never>()({
  place: { from: [], to: ['active', 'ended'], event: null },
  change: { from: ['active', 'ended'], to: null, event: null },
  end: { from: ['active'], to: 'ended', event: null },
  resume: { from: ['ended'], to: 'active', event: null },
});
