import { describe, expect, it } from '@jest/globals';
import { LegalCalendar } from '../../legal-time/calendar.js';
import { finished } from './plan.js';
import { offersOf, type OpeningAcademy } from './offers.js';

const AT = { academyId: 'a', province: 'p', region: 'r', inPrison: false };
const RULES = { minutes: 120, opensAt: '08:30', closesAt: '16:30', weekdays: [1, 2, 3, 4, 5], sittingsADay: 2 };
// Monday 2 to Sunday 8 November 2026, on which Friday 6 is a holiday (Green March).
const ORIGIN = Date.parse('2026-11-02T00:00:00Z');
const WINDOW = { from: ORIGIN, to: Date.parse('2026-11-08T23:00:00Z'), origin: ORIGIN };
const CALENDAR = new LegalCalendar(['2026-11-06'], []);

const room = (id: string, workstations: number, about: Partial<OpeningAcademy['rooms'][number]> = {}) => ({
  id,
  workstations,
  times: { openingHours: null, closures: [] },
  busy: [],
  ...about,
});
const proctor = (id: string, ...days: string[]) => ({ id, days: new Set(days) });
const spansOf = (academy: Partial<OpeningAcademy>) =>
  finished(
    offersOf([{ at: AT, rooms: [room('r', 20)], proctors: [proctor('p')], ...academy }], RULES, CALENDAR, WINDOW),
  )[0];

describe('what an academy can open', () => {
  it('is its working days, cut into spans by the clocks of Morocco, which are UTC by then', () => {
    const { spans, proctorSpans } = spansOf({})!;
    expect(spans.map(({ from }) => new Date(from).toISOString().slice(8, 16))).toEqual(
      ['02', '03', '04', '05'].flatMap((day) => ['08:30', '10:30', '12:30', '14:30'].map((time) => `${day}T${time}`)),
    );
    expect([...proctorSpans]).toEqual([0, 1, 2, 3].map((day) => [day, 2]));
  });

  it('leaves out rooms that are shut or taken then, and proctors for a whole day on which they watch', () => {
    const openingHours = [{ weekday: 1, opens: '08:00', closes: '12:00' }];
    const busy = [{ from: Date.parse('2026-11-02T15:00:00Z'), to: Date.parse('2026-11-02T16:00:00Z') }];
    const { spans, proctorSpans } = spansOf({
      rooms: [room('shut', 20, { times: { openingHours, closures: [] } }), room('taken', 10, { busy })],
      proctors: [proctor('p', '2026-11-03'), proctor('q', '2026-11-03', '2026-11-04', '2026-11-05')],
    })!;
    const rooms = spans.map(({ from, rooms, proctors }) => [
      new Date(from).toISOString().slice(8, 16),
      rooms.map(({ id }) => id).join(' '),
      proctors,
    ]);
    expect(rooms.slice(0, 4)).toEqual([
      ['02T08:30', 'shut taken', 2],
      ['02T10:30', 'taken', 2],
      ['02T12:30', 'taken', 2],
      ['04T08:30', 'taken', 1],
    ]);
    expect([...proctorSpans]).toEqual([
      [0, 4],
      [2, 2],
      [3, 2],
    ]);
    expect(spansOf({ proctors: [] })).toBeUndefined();
  });
});
