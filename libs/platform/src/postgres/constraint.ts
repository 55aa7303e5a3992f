import type { Refusal } from '../errors/refusal.js';

/**
 * Waits for `work`; where the database refused it by one of the named constraints, throws the refusal that stands for it.
 * The transaction is lost by then: nothing more can be done in it.
 */
export async function refusing<T>(work: Promise<T>, refusals: Record<string, () => Refusal>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { constraint } = error as { constraint?: string };
    const refusal = constraint === undefined ? undefined : refusals[constraint];
    throw refusal ? refusal() : error;
  }
}
