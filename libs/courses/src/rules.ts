/** Who may read the catalogue: it names nobody. */
export const EVERYONE = {
  'programme-admin': 'programme',
  'regional-director': 'programme',
  'academy-manager': 'programme',
  trainer: 'programme',
  candidate: 'programme',
  integrator: 'programme',
  auditor: 'programme',
} as const;

/** Who may change what happens in an academy. */
export const MANAGERS = {
  'programme-admin': 'programme',
  'regional-director': 'region',
  'academy-manager': 'academy',
  integrator: 'programme',
} as const;

/** Who may read what a person learns. */
export const RECORD_READERS = { ...MANAGERS, trainer: 'academy', candidate: 'self', auditor: 'programme' } as const;
