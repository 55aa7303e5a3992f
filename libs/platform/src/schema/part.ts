import { z } from 'zod';
import { Refusal } from '../errors/refusal.js';

/**
 * What a list inside an object is whole up to, where no `first` is asked for: so many items, and so many in all objects of an answer.
 * An interim rule, until queries have budgets by what they cost; the gateway reckons with the same numbers.
 */
export const WHOLE = { each: 50, all: 350 };

const first = z.int().min(1).max(100).optional().describe('Without it the list is whole, or refused as LIST_TOO_LONG');

/** How a list inside an object may be asked for. */
export const Part = z
  .strictObject({
    first,
    after: z.uuid().optional().describe('The id of the last item of the page before'),
  })
  .meta({ id: 'Part' });
export type Part = z.output<typeof Part>;

/** Of a list that lies in its object: it is short, and has no pages. */
export const Beginning = z.strictObject({ first }).meta({ id: 'Beginning' });
export type Beginning = z.output<typeof Beginning>;

/** Nobody takes the beginning of a list for all of it: who wants a part says so. */
export class ListTooLong extends Refusal {
  constructor() {
    super('LIST_TOO_LONG', {
      status: 422,
      extra: WHOLE,
    });
  }
}

/** The asked part of a list that lies in its object; refuses LIST_TOO_LONG. */
export function beginningOf<V>(list: readonly V[], { first }: Beginning): readonly V[] {
  if (first === undefined && list.length > WHOLE.each) throw new ListTooLong();
  return list.slice(0, first);
}
