import { MANAGERS } from '@takwin/platform/auth';

/** Who may read what a person learns. */
export const RECORD_READERS = { ...MANAGERS, trainer: 'academy', candidate: 'self', auditor: 'programme' } as const;
