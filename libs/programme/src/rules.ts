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

/** Their evidence names persons by id: each sees what is theirs to see, trainers and candidates themselves. */
export const EVIDENCE_READERS = {
  ...EVERYONE,
  'regional-director': 'region',
  'academy-manager': 'academy',
  trainer: 'self',
  candidate: 'self',
} as const;
