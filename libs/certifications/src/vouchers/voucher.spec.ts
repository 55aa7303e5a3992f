import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expiryInMorocco, expiryOf } from './expiry.js';
import { expectedToLapse } from './lapse.js';

describe('a voucher’s expiry', () => {
  it('is 23:59:59 US Central Time, the next morning in Morocco, by the hour that both keep that day', () => {
    const shown = (day: string) => [expiryOf(day).toISOString(), expiryInMorocco(expiryOf(day))];
    expect(shown('2026-12-31')).toEqual(['2027-01-01T05:59:59.000Z', '2027-01-01T05:59:59']);
    expect(shown('2027-07-31')).toEqual(['2027-08-01T04:59:59.000Z', '2027-08-01T04:59:59']);
    // Before 2026-09-20 Morocco was an hour ahead of UTC.
    expect(shown('2026-07-31')).toEqual(['2026-08-01T04:59:59.000Z', '2026-08-01T05:59:59']);
    // The day on which Chicago leaves summer time lasts 25 hours.
    expect(shown('2026-11-01')[0]).toBe('2026-11-02T05:59:59.000Z');
  });
});

describe('what will lapse', () => {
  const at = new Date('2026-11-23T00:00:00Z');
  const lot = (lotId: string, days: number, vouchers: number) => ({
    lotId,
    vouchers,
    expiresAt: new Date(at.getTime() + days * 86_400_000),
  });

  it('is what is left at expiry, the soonest used first', () => {
    expect(expectedToLapse([lot('b', 20, 30), lot('a', 10, 30)], 2, at)).toEqual(
      new Map([
        ['a', 10],
        ['b', 10],
      ]),
    );
    expect(expectedToLapse([lot('a', 10, 30)], 0, at).get('a')).toBe(30);
    expect(expectedToLapse([lot('a', 10, 5), lot('b', 20, 5)], 2, at)).toEqual(
      new Map([
        ['a', 0],
        ['b', 0],
      ]),
    );
  });

  it('is what a count day by day finds', () => {
    const lots = fc.array(
      fc.record({ days: fc.integer({ min: 0, max: 60 }), vouchers: fc.integer({ min: 0, max: 40 }) }),
      {
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(lots, fc.integer({ min: 0, max: 5 }), (drawn, perDay) => {
        const all = drawn.map(({ days, vouchers }, index) => lot(String(index), days, vouchers));
        const left = all.map((one) => ({ ...one }));
        for (let day = 1; day <= 60; day++)
          for (let use = 0; use < perDay; use++) {
            const open = left.filter(
              (one) => one.expiresAt.getTime() >= at.getTime() + day * 86_400_000 && one.vouchers > 0,
            );
            const [soonest] = open.sort((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime());
            if (soonest) soonest.vouchers--;
          }
        const lapsing = [...expectedToLapse(all, perDay, at).values()].reduce((sum, one) => sum + one, 0);
        expect(lapsing).toBe(left.reduce((sum, { vouchers }) => sum + vouchers, 0));
      }),
    );
  });
});
