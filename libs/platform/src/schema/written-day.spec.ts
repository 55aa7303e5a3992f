import { describe, expect, it } from '@jest/globals';
import { isDayWithTime, writtenDay } from './written-day.js';

describe('a day in a file', () => {
  it.each([
    ...['1/2/2005', '01/02/2005', '2005-02-01', '01/02/2005 00:00', '1/2/2005 0:00:00', '2005-02-01 00:00:00'],
    ...['2005-02-01T00:00:00', '2005-02-01 00:00:00.000', '2005-02-01T00:00:00Z', '2005-02-01T00:00:00.000Z'],
    ...['2005-02-01T00:00Z', '2005-02-01 00:00:00 +00:00', '2005-02-01 00:00:00+00'],
  ])('%s is one that exists', (text) => {
    expect(writtenDay(text)).toBe('2005-02-01');
  });

  it.each([
    ...['31/02/2005', '2005-02-30', '00/01/2005', '1/13/2005', '1-2-2005', '2005-2-1', '1/2/05', '38384', ''],
    ...['01/02/2005 00:30', '2005-02-01 12:00:00', '2005-02-01 00:00:01', '2005-02-01T00:00:00+01:00', '2005-02-01Z'],
  ])('%j is none', (text) => {
    expect(writtenDay(text)).toBeNull();
  });

  it.each(['2005-01-31T23:00:00.000Z', '2005-02-01T00:00:00+01:00', '01/02/2005 12:00:00 AM', '1/2/2005 09:30'])(
    '%s is one with a time',
    (text) => {
      expect(isDayWithTime(text)).toBe(true);
    },
  );

  it.each(['2005-02-01', '2005-02-01T00:00:00Z', '31/02/2005 09:30', 'yesterday 09:30', '2005-02-01x'])(
    '%s is none with a time',
    (text) => {
      expect(isDayWithTime(text)).toBe(false);
    },
  );
});
