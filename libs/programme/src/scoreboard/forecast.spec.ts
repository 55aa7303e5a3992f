import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Forecast, forecast, weeksOf } from './forecast.js';

const total = (weeks: readonly number[]): number => weeks.reduce((sum, one) => sum + one, 0);
const weeks = fc.array(fc.nat(2000), { minLength: 8, maxLength: 150 });
const someWeeks = weeks.filter((all) => all.filter(Boolean).length >= 8);
const daysAhead = fc.integer({ min: 1, max: 1094 });
const dayAfter = (days: number): string =>
  new Date(Date.parse('2026-09-01') + days * 86_400_000).toISOString().slice(0, 10);
const after = (all: readonly number[], ahead: number, before = 0): Forecast =>
  forecast(before + total(all), all, '2026-09-01', dayAfter(ahead))!;

describe('the forecast', () => {
  it('prolongs the weekly pace to the due day, the wider the more weeks are to come', () => {
    const steady = Array<number>(10).fill(2);
    expect(after(steady, 70)).toEqual({ low: 32, expected: 40, high: 48 });
    expect(after(steady, 7)).toEqual({ low: 20, expected: 22, high: 24 });
    expect(after(steady, 700)).toEqual({ low: 160, expected: 220, high: 280 });
  });

  it('is wider where the weeks differ more than chance has them differ', () => {
    const uneven = [20, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1];
    const even = [3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2];
    expect(after(uneven, 70).expected).toBe(after(even, 70).expected);
    expect(after(uneven, 70).high).toBeGreaterThan(after(even, 70).high + 10);
  });

  it('says nothing before eight weeks in which something counted, however much it was', () => {
    for (const few of [[], [60_000], [9, 9, 9, 9, 0, 0, 9, 9, 0, 9]])
      expect(forecast(70_000, few, '2026-12-01', '2029-08-31')).toBeNull();
    expect(forecast(70_000, Array(8).fill(9), '2026-12-01', '2029-08-31')).not.toBeNull();
  });

  it('is the count itself from the due day on', () => {
    const itself = { low: 59_000, expected: 59_000, high: 59_000 };
    expect(forecast(59_000, Array(20).fill(9), '2029-08-31', '2029-08-31')).toEqual(itself);
    expect(forecast(59_000, [], '2030-01-01', '2029-08-31')).toEqual(itself);
  });

  it('is never below the count, and lies between its bounds', () => {
    fc.assert(
      fc.property(someWeeks, daysAhead, fc.nat(1000), (all, ahead, before) => {
        const { low, expected, high } = after(all, ahead, before);
        expect(low).toBeGreaterThanOrEqual(before + total(all));
        expect(expected).toBeGreaterThanOrEqual(low);
        expect(high).toBeGreaterThanOrEqual(expected);
      }),
    );
  });

  it('grows with the pace, with the time that is left, and by as much as has counted before', () => {
    fc.assert(
      fc.property(someWeeks, daysAhead, fc.nat(1000), (all, ahead, more) => {
        const one = after(all, ahead);
        const faster = after(
          all.map((count) => count + more),
          ahead,
        );
        const longer = after(all, ahead + more);
        const later = after(all, ahead, more);
        for (const bound of ['expected', 'high'] as const) {
          expect(faster[bound]).toBeGreaterThanOrEqual(one[bound]);
          expect(longer[bound]).toBeGreaterThanOrEqual(one[bound]);
        }
        for (const bound of ['low', 'expected', 'high'] as const) expect(later[bound]).toBe(one[bound] + more);
      }),
    );
  });

  it('does not ask in which order the weeks came', () => {
    fc.assert(
      fc.property(someWeeks, daysAhead, (all, ahead) => {
        expect(
          after(
            all.toSorted((one, other) => one - other),
            ahead,
          ),
        ).toEqual(after(all, ahead));
      }),
    );
  });
});

describe('the weeks of a pace', () => {
  it('are whole ones, from the first in which something counted to the one that ends with the day', () => {
    expect(weeksOf({}, '2026-09-01', '2026-10-05')).toEqual([]);
    expect(weeksOf({ 0: 5, 2: 7 }, '2026-09-01', '2026-09-28')).toEqual([5, 0, 7]);
    expect(weeksOf({ 0: 5, 3: 7 }, '2026-09-01', '2026-09-28')).toEqual([5, 0, 0, 7]);
  });

  it('leave out what counted before the convention, and a first week that is cut off', () => {
    expect(weeksOf({ 0: 5, 3: 7, 4: 100 }, '2026-09-01', '2026-09-27')).toEqual([5]);
    expect(weeksOf({ 0: 5 }, '2026-09-01', '2026-09-06')).toEqual([]);
    expect(weeksOf({ 0: 5 }, '2026-09-01', '2026-08-01')).toEqual([]);
  });
});
