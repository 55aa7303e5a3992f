import type { Closure, OpeningHours } from '@takwin/contracts/events/academies';
import { weekdayOf, type LegalCalendar } from './calendar.js';
import { dayAfter, legalDayOf } from '@takwin/platform/clock';
import { instantOf } from './legal-time.js';

/** A span of UTC instants, the end excluded. */
export type Span = { from: Date; to: Date };

/** When a room may be used, as its academy says: at any hour where `openingHours` is null. */
export type RoomTimes = {
  openingHours: readonly OpeningHours[] | null;
  closures: readonly Closure[];
  /** Neither holidays nor the hours of Ramadan are heeded. */
  openOnHolidays?: boolean;
};

/**
 * When a room is open on one day of Morocco, as UTC spans in order: its hours of that day of the week, none on a holiday,
 * in Ramadan no longer than its hours, less its closures.
 */
export function openSpans({ closures, ...times }: RoomTimes, calendar: LegalCalendar, day: string): Span[] {
  const shut = closures
    .filter(({ from, until }) => from < `${dayAfter(day)}T00:00` && until > `${day}T00:00`)
    .map(({ from, until }) => ({ from: instantOf(from), to: instantOf(until) }));
  return hoursOn(times, calendar, day)
    .map(({ opens, closes }) => ({ from: timeOn(day, opens), to: timeOn(day, closes) }))
    .reduce<Span[]>((all, span) => [...all, ...less(span, shut)], [])
    .sort((a, b) => a.from.getTime() - b.from.getTime());
}

/** The same for each day that a span touches. */
export function openSpansAround(times: RoomTimes, calendar: LegalCalendar, { from, to }: Span): Span[] {
  const spans: Span[] = [];
  const last = legalDayOf(to);
  for (let day = legalDayOf(from); day <= last; day = dayAfter(day)) spans.push(...openSpans(times, calendar, day));
  return spans;
}

/** Whether the spans, in order, hold all of `wanted`: spans that touch are one. */
export function holds(spans: readonly Span[], { from, to }: Span): boolean {
  let reached = from;
  for (const span of spans) if (span.from <= reached && span.to > reached) reached = span.to;
  return reached >= to;
}

/** Why a room is not open for all of a span: a holiday before its hours, and a closure where nothing else is. */
export type WhyClosed = 'holiday' | 'outside-hours' | 'closure';

/** Why a room of these times is not open for all of `wanted`, of which `openSpansAround` does not hold all. */
export function whyClosed(times: RoomTimes, calendar: LegalCalendar, wanted: Span): WhyClosed {
  const without = (about: Partial<RoomTimes>): boolean =>
    holds(openSpansAround({ ...times, closures: [], ...about }, calendar, wanted), wanted);
  if (without({})) return 'closure';
  for (let day = legalDayOf(wanted.from); day <= legalDayOf(wanted.to); day = dayAfter(day))
    if (!times.openOnHolidays && calendar.isHoliday(day)) return 'holiday';
  return 'outside-hours';
}

type Hours = { opens: string; closes: string };

function hoursOn(
  { openingHours, openOnHolidays = false }: Omit<RoomTimes, 'closures'>,
  calendar: LegalCalendar,
  day: string,
): Hours[] {
  if (!openOnHolidays && calendar.isHoliday(day)) return [];
  if (openingHours === null) return [{ opens: '00:00', closes: '24:00' }];
  const hours = openingHours.filter(({ weekday }) => weekday === weekdayOf(day));
  const ramadan = openOnHolidays ? undefined : calendar.ramadanOn(day);
  if (!ramadan) return hours;
  return hours
    .map(({ opens, closes }) => ({ opens: max(opens, ramadan.opens), closes: min(closes, ramadan.closes) }))
    .filter(({ opens, closes }) => opens < closes);
}

const timeOn = (day: string, time: string): Date =>
  time === '24:00' ? instantOf(`${dayAfter(day)}T00:00`) : instantOf(`${day}T${time}`);

const less = (span: Span, shut: readonly Span[]): Span[] =>
  shut.reduce<Span[]>(
    (open, closed) =>
      open.flatMap(({ from, to }) =>
        closed.from >= to || closed.to <= from
          ? [{ from, to }]
          : [
              { from, to: closed.from },
              { from: closed.to, to },
            ].filter((rest) => rest.from < rest.to),
      ),
    [span],
  );

const max = (a: string, b: string): string => (a > b ? a : b);
const min = (a: string, b: string): string => (a < b ? a : b);
