import { z } from 'zod';
import { published } from '../published.js';
import { SERVICES, type Service } from '../topology.js';

/** Services that have to give something back, or to wait for something, before a person is erased. */
export const CLEARING = ['certifications', 'licensing'] as const satisfies readonly Service[];

const ErasureStage = z.enum(['waiting', 'cleared', 'erased']);

/** What keeps a service from erasing a person as yet, and what that means. */
export const HINDRANCES = {
  'exam-to-come': 'An exam is asked for, booked or not marked yet: it is cancelled, or its result comes, first',
  'result-held': 'A result is held for somebody to decide',
  'appeal-open': 'An appeal is not decided',
  'charge-open': 'A charge is neither paid nor waived',
  'licence-held': 'A licence is being given back to Microsoft',
} as const;
export const Hindrance = z.enum(Object.keys(HINDRANCES) as (keyof typeof HINDRANCES)[]);
export type Hindrance = z.output<typeof Hindrance>;

const state = z.object({
  stage: ErasureStage,
  /** Of one that waits: for what. */
  because: Hindrance.nullable(),
});

/** How far a service is with the erasure of a person, whose id is the subject's. */
export const erasure = (log: Service) =>
  published({ log, subject: 'erasure', state, types: ['ErasureWaits', 'ErasureCleared', 'ErasureDone'] });

export const erasures = SERVICES.map(erasure);
