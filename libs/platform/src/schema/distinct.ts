import { z } from 'zod';

/**
 * A list in which nothing is said twice, of texts or numbers: the first of equals stays, the others are dropped before anything is
 * counted, compared with an earlier request or written by one statement. `min` and `max` count what is left.
 */
export const Distinct = <S extends z.ZodType<string | number>>(item: S) =>
  z.array(item).overwrite((list) => [...new Set(list)]);

/** Whether a list was declared so. */
export const isDistinct = (list: z.ZodArray): boolean =>
  (list.def.checks ?? []).some(({ _zod: { def } }) => def.check === 'overwrite');
