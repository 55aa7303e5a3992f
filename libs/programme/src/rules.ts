/** Figures are counts and name nobody: every role may read those of the whole country. */
export const EVERYONE = {
  'programme-admin': 'programme',
  'regional-director': 'programme',
  'academy-manager': 'programme',
  trainer: 'programme',
  candidate: 'programme',
  integrator: 'programme',
  auditor: 'programme',
} as const;
