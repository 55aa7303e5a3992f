import { z } from 'zod';
import { published } from '../published.js';
import { SERVICES, type Service } from '../topology.js';

const state = z.object({
  /** The kind of personal data, as the register names it. */
  kind: z.string(),
  on: z.iso.date(),
  /** What is older is gone. */
  until: z.iso.datetime(),
  removed: z.int(),
});

/** What a service says once it has removed what is no longer kept. */
export const retention = (log: Service) => published({ log, subject: 'retention', state, types: ['RetentionRan'] });

export const retentions = SERVICES.map(retention);
