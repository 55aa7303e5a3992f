import { MANAGERS } from '@takwin/platform/auth';

export const READERS = { ...MANAGERS, auditor: 'programme' } as const;

/** Who may read about one's licences: persons of their own, too. */
export const LICENCE_READERS = { ...READERS, candidate: 'self', trainer: 'self' } as const;
