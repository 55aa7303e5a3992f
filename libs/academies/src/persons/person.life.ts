import type { person } from '@takwin/contracts/events/academies';
import type { TypeOf } from '@takwin/contracts/published';
import { lifeCycle } from '@takwin/platform/schema';
import type { PersonState } from './person.js';

/** Someone none of whose placements is active is inactive: so a roster can bring somebody who is. */
export const personLife = lifeCycle<PersonState, TypeOf<typeof person>>()({
  register: { from: [], to: ['active', 'inactive'], event: 'PersonRegistered' },
  change: { from: ['active', 'inactive'], to: null, event: 'PersonChanged' },
  confirm: { from: ['active', 'inactive'], to: null, event: 'PersonChanged' },
  deactivate: { from: ['active'], to: 'inactive', event: 'PersonDeactivated' },
  merge: { from: ['active', 'inactive'], to: 'inactive', event: 'PersonMerged' },
  beginErasure: { from: ['active', 'inactive'], to: 'inactive', event: 'PersonErasureBegun' },
  part: { from: [], to: ['active', 'inactive'], event: 'PersonParted' },
  reactivate: { from: ['inactive'], to: 'active', event: 'PersonChanged' },
});
