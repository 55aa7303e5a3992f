import { personsOf, type Tx } from '@takwin/platform/postgres';
import type { Teller } from './consent.js';

/** Whoever acts, as one who says that a parent agrees. */
export const tellerOf = async (tx: Tx): Promise<Teller> => ({
  subject: tx.actor.subject,
  personIds: await personsOf(tx),
});
