import { describe, expect, it } from '@jest/globals';
import { minutesOf } from './duration.js';
import { evaluated } from '../literacy/literacy.js';

describe('a duration', () => {
  it('is read in minutes', () => {
    expect(minutesOf('PT1H30M')).toBe(90);
    expect(minutesOf('P1DT30S')).toBe(1440.5);
    expect(minutesOf('PT0.5H')).toBe(30);
  });

  it('is refused where it is none, or longer than days', () => {
    for (const text of ['P', 'PT', '90', 'P1Y', 'P1M', '-PT1H', 'PT1H ', 'P1W']) expect(minutesOf(text)).toBeNull();
  });
});

describe('the literacy programme', () => {
  it('refuses the evaluation before 30 confirmed hours, and says how many are missing or wait', () => {
    expect(() => evaluated({ hours: 31, confirmedHours: 29.5, state: 'in-progress' }, 900)).toThrow(
      expect.objectContaining({
        code: 'LITERACY_HOURS_MISSING',
        extra: { hours: 29.5, unconfirmed: 1.5, required: 30, missing: 0.5 },
      }),
    );
  });

  it('certifies from 700 of 1000 on, once', () => {
    expect(evaluated({ hours: 30, confirmedHours: 30, state: 'in-progress' }, 700)).toBe('certified');
    expect(evaluated({ hours: 30, confirmedHours: 30, state: 'evaluated' }, 699)).toBe('evaluated');
    expect(() => evaluated({ hours: 30, confirmedHours: 30, state: 'certified' }, 900)).toThrow('ALREADY_CERTIFIED');
  });
});
