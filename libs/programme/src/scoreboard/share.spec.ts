import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shareOf } from './share.js';

const regions = fc.dictionary(fc.stringMatching(/^MA-(0[1-9]|1[0-2])$/), fc.nat(500_000), { minKeys: 1 });
const sharesOf = (national: number, trainees: Record<string, number>) =>
  Object.fromEntries(Object.keys(trainees).map((region) => [region, shareOf(region, national, trainees).target]));

describe('the share of a region', () => {
  it('is the national target by its trainees, rounded where most is lost', () => {
    expect(sharesOf(100, { 'MA-01': 500, 'MA-02': 300, 'MA-03': 200 })).toEqual({
      'MA-01': 50,
      'MA-02': 30,
      'MA-03': 20,
    });
    expect(sharesOf(10, { 'MA-01': 55, 'MA-02': 28, 'MA-03': 17 })).toEqual({ 'MA-01': 5, 'MA-02': 3, 'MA-03': 2 });
    expect(sharesOf(1, { 'MA-02': 7, 'MA-01': 7 })).toEqual({ 'MA-01': 1, 'MA-02': 0 });
  });

  it('is none for a region without trainees, and unknown where no region has some', () => {
    expect(shareOf('MA-12', 100, { 'MA-01': 7 })).toEqual({
      target: 0,
      share: { national: 100, trainees: 0, allTrainees: 7 },
    });
    expect(shareOf('MA-12', 100, {})).toEqual({ target: null, share: { national: 100, trainees: 0, allTrainees: 0 } });
    expect(shareOf('MA-01', null, { 'MA-01': 7 }).target).toBeNull();
  });

  it('adds up to the national target, each within one of its exact part', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000_000 }), regions, (national, trainees) => {
        const all = Object.values(trainees).reduce((sum, one) => sum + one, 0);
        fc.pre(all > 0);
        const shares = sharesOf(national, trainees) as Record<string, number>;
        expect(Object.values(shares).reduce((sum, one) => sum + one, 0)).toBe(national);
        for (const [region, share] of Object.entries(shares))
          expect(Math.abs(share - (national * trainees[region]!) / all)).toBeLessThan(1);
      }),
    );
  });
});
