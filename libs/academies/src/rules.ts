import { type Actor, MANAGERS, type Role } from '@takwin/platform/auth';

/** Who may take an academy into the programme or out of it. */
export const ACCREDITORS = { 'programme-admin': 'programme', 'regional-director': 'region' } as const;

/**
 * Whose word suffices that there is a person: the programme's, the region's and a machine's with the feed. An academy's own has no effect
 * elsewhere until one of them says the same.
 */
const CONFIRMERS: ReadonlySet<Role> = new Set(['programme-admin', 'regional-director', 'integrator', 'system']);
export const isConfirmer = ({ role }: Pick<Actor, 'role'>): boolean => CONFIRMERS.has(role);

/** Who may say whether an academy is in a prison: its people get no accounts of their own, and sit exams in it alone. */
export const WARDENS = { 'programme-admin': 'programme' } as const;

/** Who may read about persons. */
export const PERSON_READERS = { ...MANAGERS, trainer: 'academy', candidate: 'self', auditor: 'programme' } as const;

/** Who may give roles to those below them, and take them back. */
export const DELEGATORS = {
  'programme-admin': 'programme',
  'regional-director': 'region',
  'academy-manager': 'academy',
} as const;

/** Who may say what an academy is ready in, and be told who proved it: people, and no machine. */
export const PROVERS = {
  'programme-admin': 'programme',
  'regional-director': 'region',
  'academy-manager': 'academy',
} as const;

/** Who may say whether two records are of one person. */
export const CLAIM_DECIDERS = {
  'programme-admin': 'programme',
  'regional-director': 'region',
  'academy-manager': 'academy',
} as const;
