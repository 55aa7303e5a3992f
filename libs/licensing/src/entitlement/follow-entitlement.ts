import { academy, person } from '@takwin/contracts/events/academies';
import { reaction } from '@takwin/platform/events';
import sql from 'sql-template-tag';
import { reviewEntitlements } from './decide-entitlements.js';

/** Whoever was registered, moved, left or came back is looked at again; the copies have the change by then. */
export const personEntitlement = reaction(person, (tx, changes) =>
  reviewEntitlements(tx, sql`p.subject = any(${changes.map(({ id }) => id)}::text[])`),
);

/** With an academy's profile changes what its people may have. */
export const academyEntitlement = reaction(academy, (tx, changes) =>
  reviewEntitlements(tx, sql`p.academy_id = any(${changes.map(({ id }) => id)}::uuid[])`),
);
