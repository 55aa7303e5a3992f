import { MANAGERS } from '@takwin/platform/auth';

/** Who may take an academy into the programme or out of it. */
export const ACCREDITORS = { 'programme-admin': 'programme', 'regional-director': 'region' } as const;

/** Who may say whether an academy is in a prison: its people get no accounts of their own, and sit exams in it alone. */
export const WARDENS = { 'programme-admin': 'programme' } as const;

/** Who may read about persons. */
export const PERSON_READERS = { ...MANAGERS, trainer: 'academy', candidate: 'self', auditor: 'programme' } as const;
