import { describe, expect, it } from '@jest/globals';
import { Flag, Paging } from './schema.js';

describe('a number in a URL', () => {
  it.each([
    ['1', 1],
    ['100', 100],
    ['007', 7],
  ])('is read from its digits: %s', (first, read) => {
    expect(Paging.parse({ first })).toMatchObject({ first: read });
  });

  it.each(['0x10', '1e2', ' 5', '5 ', '1.0', '', '-1', '0', '101', 'true', '٥', '9'.repeat(400)])(
    'is not guessed from %j',
    (first) => {
      expect(Paging.safeParse({ first }).success).toBe(false);
    },
  );
});

describe('yes or no in a URL', () => {
  it.each([
    ['true', true],
    ['false', false],
  ])('is the word %s', (said, read) => {
    expect(Flag.parse(said)).toBe(read);
  });

  it.each(['yes', 'no', 'on', 'off', 'enabled', 'y', '1', '0', 'TRUE', '', 'constructor'])('is not %j', (said) => {
    expect(Flag.safeParse(said).error?.issues).toMatchObject([{ message: 'true or false' }]);
  });
});
