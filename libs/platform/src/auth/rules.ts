import type { ROLES, Scope } from './actor.js';

type Rule = Readonly<Partial<Record<(typeof ROLES)[number], Scope>>>;

/** Who may read what names nobody, such as registers, catalogues and counts: every role, of the whole country. */
export const EVERYONE = {
  'programme-admin': 'programme',
  'regional-director': 'programme',
  'academy-manager': 'programme',
  trainer: 'programme',
  candidate: 'programme',
  integrator: 'programme',
  auditor: 'programme',
} as const satisfies Required<Rule>;

/** Who may change what belongs to an academy. */
export const MANAGERS = {
  'programme-admin': 'programme',
  'regional-director': 'region',
  'academy-manager': 'academy',
  integrator: 'programme',
} as const satisfies Rule;
