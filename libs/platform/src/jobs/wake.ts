import { z } from 'zod';

/** Ids in one job, at most. */
const MOST_IDS = 500;

/**
 * All that a job may carry: ids of rows in the service's own tables, and the W3C traceparent of the request that woke it.
 * An id holds no space, at sign or accent, so that a name or an address cannot pass for one: no personal data in a queue (law 09-08).
 */
export const Wake = z.strictObject({
  ids: z
    .array(z.string().regex(/^[\w.:-]{1,64}$/))
    .min(1)
    .max(MOST_IDS),
  trace: z.string().max(64).optional(),
});

export type Wake = z.output<typeof Wake>;

/** Cuts a list into runs of `size`, in order. */
export function inChunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, n) => list.slice(n * size, (n + 1) * size));
}
