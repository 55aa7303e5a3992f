import { EVERYONE } from '@takwin/platform/auth';

/** Their evidence names persons by id: each sees what is theirs to see, trainers and candidates themselves. */
export const EVIDENCE_READERS = {
  ...EVERYONE,
  'regional-director': 'region',
  'academy-manager': 'academy',
  trainer: 'self',
  candidate: 'self',
} as const;
