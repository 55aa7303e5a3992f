/**
 * Waits for `work`; where the database refused it by one of the named constraints, throws the error that stands for it.
 * The transaction is lost by then: nothing more can be done in it.
 */
export async function refusing<T>(work: Promise<T>, errors: Record<string, () => Error>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { constraint } = error as { constraint?: string };
    const known = constraint === undefined ? undefined : errors[constraint];
    throw known ? known() : error;
  }
}
