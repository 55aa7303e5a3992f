/** Who may change licences. */
export const MANAGERS = {
  'programme-admin': 'programme',
  'regional-director': 'region',
  'academy-manager': 'academy',
  integrator: 'programme',
} as const;

export const READERS = { ...MANAGERS, auditor: 'programme' } as const;

/** Who may read about one's licences: persons of their own, too. */
export const LICENCE_READERS = { ...READERS, candidate: 'self', trainer: 'self' } as const;

/** Counts name nobody: every role may read them. */
export const EVERYONE = {
  'programme-admin': 'programme',
  'regional-director': 'programme',
  'academy-manager': 'programme',
  trainer: 'programme',
  candidate: 'programme',
  integrator: 'programme',
  auditor: 'programme',
} as const;
