/** The register of academies names nobody: every role may read it. */
export const EVERYONE = {
  'programme-admin': 'programme',
  'regional-director': 'programme',
  'academy-manager': 'programme',
  trainer: 'programme',
  candidate: 'programme',
  integrator: 'programme',
  auditor: 'programme',
} as const;

/** Who may change what belongs to an academy. */
export const MANAGERS = {
  'programme-admin': 'programme',
  'regional-director': 'region',
  'academy-manager': 'academy',
  integrator: 'programme',
} as const;

/** Who may take an academy into the programme or out of it. */
export const ACCREDITORS = { 'programme-admin': 'programme', 'regional-director': 'region' } as const;

/** Who may read about persons. */
export const PERSON_READERS = { ...MANAGERS, trainer: 'academy', candidate: 'self', auditor: 'programme' } as const;
