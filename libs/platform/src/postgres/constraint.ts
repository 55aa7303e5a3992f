import { Refusal } from '../errors/refusal.js';

/** Nothing is said of a person any more who is erased. */
class PersonErased extends Refusal {
  constructor() {
    super('PERSON_ERASED', { status: 409 });
  }
}

/** What a failure of the database is to all who write: the refusal that it stands for, else itself. */
export const standsFor = (error: unknown): unknown =>
  (error as { constraint?: string }).constraint === 'person_erased' ? new PersonErased() : error;

/** What stands for a refusal of the database, by what it tells beside the constraint. */
type Refusing = (detail: string | undefined) => Error;

/**
 * Waits for `work`; where the database refused it by one of the named constraints, throws the error that stands for it.
 * The transaction is lost by then: nothing more can be done in it.
 */
export async function refusing<T>(work: Promise<T>, errors: Record<string, Refusing>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { constraint, detail } = error as { constraint?: string; detail?: string };
    const known = constraint === undefined ? undefined : errors[constraint];
    throw known ? known(detail) : error;
  }
}
