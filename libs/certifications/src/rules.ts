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

/** Who reports what exams ended with: never the centre that held them. */
export const RESULT_SENDERS = { 'programme-admin': 'programme', integrator: 'programme' } as const;

/** Who decides about what is held: never who sent it, either. */
export const RESULT_DECIDERS = { 'programme-admin': 'programme', 'regional-director': 'region' } as const;

/** The OAuth scope of who delivers results by machine. */
export const RESULTS_SCOPE = 'results';
