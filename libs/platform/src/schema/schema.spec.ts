import { describe, expect, it } from '@jest/globals';
import { legalDayOf, US_CENTRAL, wallTimeOf } from '../clock/legal-time.js';
import { Flag, Instant, Paging } from './schema.js';

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

describe('an instant', () => {
  it.each(['0001-01-01T00:00:00Z', '0001-01-01T23:59:59+14:00', '0000-12-31T23:59:59Z', '9999-01-01T00:00:00Z'])(
    'is refused in or at the edge of a year that PostgreSQL or ISO 8601 has not: %s',
    (text) => expect(Instant.safeParse(text).error?.issues[0]?.message).toBe('between the years 1 and 9998'),
  );

  it.each(['0001-01-02T00:00:00Z', '0987-06-05T00:00:00Z', '9998-12-31T23:59:59-14:00'])(
    'has a day of four digits for its year everywhere: %s',
    (text) => {
      const instant = Instant.parse(text);
      for (const day of [legalDayOf(instant), wallTimeOf(instant, US_CENTRAL), instant.toISOString()])
        expect(day).toMatch(/^(?!0000)\d{4}-\d{2}-\d{2}/);
    },
  );
});
