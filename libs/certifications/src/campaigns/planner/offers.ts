import { weekdayOf, type LegalCalendar } from '../../legal-time/calendar.js';
import { dayAfter, legalDayOf } from '@takwin/platform/clock';
import { instantOf } from '../../legal-time/legal-time.js';
import { holds, openSpans, type RoomTimes } from '../../legal-time/opening.js';
import type { Interval } from '../../booking/assign.js';
import type { Candidate } from '../../booking/fit.js';
import type { OpeningRules } from '../campaign.js';
import { daysAfter, overlaps } from './candidate.js';
import type { Offer, OfferSpan } from './opening.js';

type Room = { id: string; workstations: number; times: RoomTimes; busy: readonly Interval[] };

/** Who may proctor, and on which days of Morocco that is out of the question: they watch a sitting already, or may no longer. */
export type Proctor = { id: string; days: ReadonlySet<string> };

/** An academy that may open sittings. */
export type OpeningAcademy = { at: Candidate; rooms: readonly Room[]; proctors: readonly Proctor[] };

/**
 * When academies can open sittings for a campaign: each day of the rules that is no holiday is cut into spans of their length,
 * from their first hour on. A span has the rooms that are open and free in all of it, and the academy's proctors who watch
 * nothing else on that day. Yields after each academy.
 */
export function* offersOf(
  academies: readonly OpeningAcademy[],
  rules: OpeningRules,
  calendar: LegalCalendar,
  window: Interval & { origin: number },
): Generator<void, Offer[]> {
  const days = daysOf(rules, calendar, window);
  const offers: Offer[] = [];
  for (const { at, rooms, proctors } of academies) {
    const spans: OfferSpan[] = [];
    const proctorSpans = new Map<number, number>();
    for (const { day, slots } of days) {
      const free = proctors.filter((proctor) => !proctor.days.has(day)).length;
      if (free === 0) continue;
      const hours = rooms.map(({ times }) => openSpans(times, calendar, day));
      for (const slot of slots) {
        const dates = { from: new Date(slot.from), to: new Date(slot.to) };
        const usable = rooms.filter(
          ({ busy }, index) => holds(hours[index]!, dates) && !busy.some((span) => overlaps(span, slot)),
        );
        if (usable.length > 0) spans.push({ ...slot, rooms: usable, proctors: free });
      }
      proctorSpans.set(daysAfter(window.origin, slots[0]!), free * rules.sittingsADay);
    }
    if (spans.length > 0) offers.push({ at, spans, proctorSpans });
    yield;
  }
  return offers;
}

function daysOf(
  { minutes, opensAt, closesAt, weekdays }: OpeningRules,
  calendar: LegalCalendar,
  { from, to }: Interval,
): { day: string; slots: Interval[] }[] {
  const days: { day: string; slots: Interval[] }[] = [];
  const last = legalDayOf(new Date(to));
  for (let day = legalDayOf(new Date(from)); day <= last; day = dayAfter(day)) {
    if (!weekdays.includes(weekdayOf(day)) || calendar.isHoliday(day)) continue;
    const until = instantOf(`${day}T${closesAt}`).getTime();
    const slots: Interval[] = [];
    for (let at = instantOf(`${day}T${opensAt}`).getTime(); at + minutes * 60_000 <= until; at += minutes * 60_000)
      if (at >= from && at <= to) slots.push({ from: at, to: at + minutes * 60_000 });
    if (slots.length > 0) days.push({ day, slots });
  }
  return days;
}
