export const ROLES = [
  'programme-admin',
  'regional-director',
  'academy-manager',
  'trainer',
  'candidate',
  'integrator',
  'auditor',
] as const;

/** Roles that a token can carry, and two that none can: `system` (our own workers) and `public` (no token). */
export type Role = (typeof ROLES)[number] | 'system' | 'public';

export type Scope = 'programme' | 'region' | 'academy' | 'group' | 'self';

/** A write that is to be done once: the caller's Idempotency-Key, the place in the request, and a hash of all that is asked. */
export type Keyed = { readonly key: string; readonly place: string; readonly asked: string };

/** Who asks, and within what: `scope` is what the rule of the operation grants to the role. */
export type Actor = {
  subject: string;
  role: Role;
  scope: Scope;
  personId?: string;
  /** The id that the token says, where that is of a record that was merged into the person's. */
  personWas?: string;
  regions: readonly string[];
  academies: readonly string[];
  groups: readonly string[];
  /** Whose rows are theirs beside what the scope covers: of those in their groups, and of themselves. */
  persons?: readonly string[];
  scopes: readonly string[];
  /** The last day (ISO date) on which the role is held, where that is known. */
  until?: string;
  keyed?: Keyed;
  /** Aborted when whoever waits for the answer has gone: what is read for them ends then. */
  left?: AbortSignal;
};

/** Our own workers and consumers, named in the audit trail by their service. */
export function systemActor(service: string): Actor {
  return {
    subject: `system:${service}`,
    role: 'system',
    scope: 'programme',
    regions: [],
    academies: [],
    groups: [],
    scopes: [],
  };
}
