import { EVERYONE } from '@takwin/platform/auth';

/** Who is told which official has done something: those who answer for it, and those who examine it. */
export const EXAMINERS = { 'programme-admin': 'programme', auditor: 'programme' } as const;

/** Their evidence names persons by id: each sees what is theirs to see, trainers and candidates themselves. */
export const EVIDENCE_READERS = {
  ...EVERYONE,
  'regional-director': 'region',
  'academy-manager': 'academy',
  trainer: 'self',
  candidate: 'self',
} as const;
