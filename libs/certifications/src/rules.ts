/** The exam catalogue and the sittings name no candidate: every role may read them. */
export const EVERYONE = {
  'programme-admin': 'programme',
  'regional-director': 'programme',
  'academy-manager': 'programme',
  trainer: 'programme',
  candidate: 'programme',
  integrator: 'programme',
  auditor: 'programme',
} as const;

/** Who may run exams in an academy. */
export const MANAGERS = {
  'programme-admin': 'programme',
  'regional-director': 'region',
  'academy-manager': 'academy',
  integrator: 'programme',
} as const;

/** Who may register candidates: candidates themselves, too. */
export const REGISTRARS = { ...MANAGERS, candidate: 'self' } as const;

/** Who may read about candidates. */
export const CANDIDATE_READERS = { ...REGISTRARS, trainer: 'academy', auditor: 'programme' } as const;
