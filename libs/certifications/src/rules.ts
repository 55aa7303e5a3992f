import { MANAGERS } from '@takwin/platform/auth';

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
