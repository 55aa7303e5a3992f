import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { forecast } from './forecast.js';

describe('the forecast', () => {
  it('prolongs the average pace to the due day', () => {
    expect(forecast(100, '2026-09-01', '2026-12-10', '2026-09-11')).toBe(1000);
  });

  it('says nothing before a day has passed', () => {
    expect(forecast(5, '2026-09-01', '2029-08-31', '2026-09-01')).toBeNull();
    expect(forecast(5, '2026-09-01', '2029-08-31', '2026-08-01')).toBeNull();
  });

  it('is the count itself from the due day on', () => {
    expect(forecast(59_000, '2026-09-01', '2029-08-31', '2029-08-31')).toBe(59_000);
    expect(forecast(61_000, '2026-09-01', '2029-08-31', '2030-01-01')).toBe(61_000);
  });

  it('never promises less than there is, and grows with it', () => {
    const day = fc
      .integer({ min: 1, max: 1094 })
      .map((days) => new Date(Date.parse('2026-09-01') + days * 86_400_000).toISOString().slice(0, 10));
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(1000), day, (actual, more, today) => {
        const now = forecast(actual, '2026-09-01', '2029-08-31', today)!;
        expect(now).toBeGreaterThanOrEqual(actual);
        expect(forecast(actual + more, '2026-09-01', '2029-08-31', today)!).toBeGreaterThanOrEqual(now);
      }),
    );
  });
});
