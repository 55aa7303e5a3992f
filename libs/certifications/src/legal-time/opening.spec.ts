import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LegalCalendar } from './calendar.js';
import { dayAfter, wallTimeOf } from '@takwin/platform/clock';
import { instantOf } from './legal-time.js';
import { holds, openSpans, openSpansAround, type RoomTimes } from './opening.js';

const RAMADAN = { firstDay: '2026-02-18', lastDay: '2026-03-19', opens: '09:00', closes: '15:00' };
const calendar = new LegalCalendar(['2026-01-14', '2026-05-01'], [RAMADAN]);
const WEEK = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:30', closes: '18:30' }));
const spans = (times: Partial<RoomTimes>, day: string) =>
  openSpans({ openingHours: WEEK, closures: [], ...times }, calendar, day).map(({ from, to }) => [
    from.toISOString().slice(11, 16),
    to.toISOString().slice(11, 16),
  ]);

describe('when a room is open', () => {
  it('is told on the clocks of Morocco, on either side of the decree of 2026-09-20', () => {
    expect(spans({}, '2026-09-18')).toEqual([['07:30', '17:30']]);
    expect(spans({}, '2026-09-21')).toEqual([['08:30', '18:30']]);
    // Ramadan had UTC+0 while the rest of the year had UTC+1.
    expect(spans({}, '2026-02-13')).toEqual([['07:30', '17:30']]);
    expect(spans({}, '2026-02-18')).toEqual([['09:00', '15:00']]);
  });

  it('heeds holidays and Ramadan unless it says otherwise, weekends where hours were said, closures always', () => {
    expect(spans({}, '2026-01-14')).toEqual([]);
    expect(spans({}, '2026-09-20')).toEqual([]);
    expect(spans({ openingHours: null }, '2026-01-14')).toEqual([]);
    expect(spans({ openingHours: null }, '2026-01-15')).toEqual([['23:00', '23:00']]);
    expect(spans({ openOnHolidays: true }, '2026-01-14')).toEqual([['07:30', '17:30']]);
    expect(spans({ openOnHolidays: true }, '2026-02-18')).toEqual([['08:30', '18:30']]);
    const lunch = { from: '2026-09-21T12:00', until: '2026-09-21T13:00', reason: 'lunch' };
    expect(spans({ closures: [lunch] }, '2026-09-21')).toEqual([
      ['08:30', '12:00'],
      ['13:00', '18:30'],
    ]);
    expect(
      spans({ closures: [{ ...lunch, from: '2026-09-01T00:00', until: '2026-10-01T00:00' }] }, '2026-09-21'),
    ).toEqual([]);
  });

  it('holds what goes over midnight where both days are open', () => {
    const always = openSpansAround({ openingHours: null, closures: [] }, calendar, {
      from: new Date('2026-12-31T22:00Z'),
      to: new Date('2027-01-01T02:00Z'),
    });
    expect(holds(always, { from: new Date('2026-12-31T22:00Z'), to: new Date('2027-01-01T02:00Z') })).toBe(true);
  });

  it('is what asking of minute after minute finds', () => {
    const time = fc
      .integer({ min: 0, max: 47 })
      .map((half) => `${String(half >> 1).padStart(2, '0')}:${half & 1 ? '30' : '00'}`);
    const hours = fc.record({ weekday: fc.integer({ min: 1, max: 7 }), opens: time, closes: time });
    const wall = fc.record({ days: fc.integer({ min: -1, max: 2 }), time }).map(({ days, time }) => ({ days, time }));
    const closure = fc.record({ from: wall, until: wall });
    fc.assert(
      fc.property(
        fc.constantFrom('2026-09-18', '2026-09-20', '2026-03-02', '2026-01-14', '2026-12-07'),
        fc.array(hours, { maxLength: 3 }),
        fc.array(closure, { maxLength: 2 }),
        (day, drawn, shut) => {
          const openingHours = drawn.filter(({ opens, closes }) => opens < closes).slice(0, 1);
          const closures = shut
            .map(({ from, until }) => ({
              from: `${dayAfter(day, from.days)}T${from.time}`,
              until: `${dayAfter(day, until.days)}T${until.time}`,
              reason: '',
            }))
            .filter(({ from, until }) => from < until);
          const open = openSpans({ openingHours, closures }, calendar, day);
          const midnight = instantOf(`${day}T00:00`).getTime();
          for (let at = midnight; at < midnight + 24 * 3_600_000; at += 15 * 60_000) {
            const shown = wallTimeOf(new Date(at)).slice(0, 16);
            if (shown.slice(0, 10) !== day) continue;
            const weekday = new Date(`${day}T00:00Z`).getUTCDay() || 7;
            const ramadan = RAMADAN.firstDay <= day && day <= RAMADAN.lastDay;
            const expected =
              !calendar.isHoliday(day) &&
              openingHours.some(
                (one) =>
                  one.weekday === weekday &&
                  instantOf(`${day}T${one.opens}`).getTime() <= at &&
                  at < instantOf(`${day}T${one.closes}`).getTime(),
              ) &&
              (!ramadan || (shown.slice(11) >= '09:00' && shown.slice(11) < '15:00')) &&
              !closures.some((one) => instantOf(one.from).getTime() <= at && at < instantOf(one.until).getTime());
            expect(open.some(({ from, to }) => from.getTime() <= at && at < to.getTime())).toBe(expected);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('business days', () => {
  it('are neither weekends nor holidays, and those of Morocco', () => {
    const between = (from: string, to: string) => calendar.businessDaysBetween(new Date(from), new Date(to));
    expect(between('2026-01-12T10:00Z', '2026-01-19T10:00Z')).toBe(4);
    expect(between('2026-01-09T10:00Z', '2026-01-12T10:00Z')).toBe(1);
    expect(between('2026-01-12T23:30Z', '2026-01-13T10:00Z')).toBe(0);
    expect(between('2026-12-07T23:30Z', '2026-12-08T10:00Z')).toBe(1);
  });
});
