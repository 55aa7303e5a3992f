import type { Actor, Role, Scope } from '../auth/actor.js';

const SCOPES: Record<Role, Scope> = {
  system: 'programme',
  public: 'self',
  'programme-admin': 'programme',
  integrator: 'programme',
  auditor: 'programme',
  'regional-director': 'region',
  'academy-manager': 'academy',
  trainer: 'group',
  candidate: 'self',
};

/** An actor of the role within its usual scope, who has nothing but what `about` says. */
export function actorOf(role: Role, about: Partial<Actor> = {}): Actor {
  return {
    subject: `test:${role}`,
    role,
    scope: SCOPES[role],
    regions: [],
    academies: [],
    groups: [],
    scopes: [],
    ...about,
  };
}
