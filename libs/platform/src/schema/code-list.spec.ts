import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { codeList, MEANINGS, someOf } from './code-list.js';

const Wood = codeList('Wood', 'A wood', { oak: 'Hard and dear', pine: 'Soft and cheap', ash: 'Tough' });
const toldOf = (schema: z.ZodType) => z.toJSONSchema(z.object({ wood: schema })).properties!['wood'];

describe('a list of codes', () => {
  it('takes its codes alone, in the order in which they are said', () => {
    expect(Wood.options).toEqual(['oak', 'pine', 'ash']);
    expect(Wood.safeParse('elm').success).toBe(false);
  });

  it('is cut down to some codes with what they mean, and without its name', () => {
    const told = {
      description: 'A wood',
      type: 'string',
      enum: ['ash', 'oak'],
      [MEANINGS]: ['Tough', 'Hard and dear'],
    };
    expect(toldOf(someOf(Wood, ['ash', 'oak']))).toEqual(told);
  });
});
