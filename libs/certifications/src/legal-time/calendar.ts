import { dayAfter, legalDayOf } from '@takwin/platform/clock';

/** A Ramadan, from its first to its last day, and between which hours rooms may be open in it. */
export type Ramadan = { firstDay: string; lastDay: string; opens: string; closes: string };

/** Which days are worked: weekends are Saturday and Sunday, holidays as the administrators have them. */
export class LegalCalendar {
  readonly #holidays: ReadonlySet<string>;

  /** Holidays as days, YYYY-MM-DD. */
  constructor(
    holidays: Iterable<string>,
    private readonly ramadans: readonly Ramadan[],
  ) {
    this.#holidays = new Set(holidays);
  }

  isHoliday(day: string): boolean {
    return this.#holidays.has(day);
  }

  ramadanOn(day: string): Ramadan | undefined {
    return this.ramadans.find(({ firstDay, lastDay }) => firstDay <= day && day <= lastDay);
  }

  isBusinessDay(day: string): boolean {
    return weekdayOf(day) <= 5 && !this.isHoliday(day);
  }

  /** How many business days lie after the day of `from` up to that of `to`, by the calendar of Morocco. */
  businessDaysBetween(from: Date, to: Date): number {
    const last = legalDayOf(to);
    let days = 0;
    for (let day = dayAfter(legalDayOf(from)); day <= last; day = dayAfter(day)) if (this.isBusinessDay(day)) days++;
    return days;
  }
}

/** 1 on a Monday to 7 on a Sunday, as ISO 8601 counts. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
