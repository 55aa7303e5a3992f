import { dayAfter } from '@takwin/platform/clock';
import { Refusal } from '@takwin/platform/errors';
import { Title } from '@takwin/platform/schema';
import { z } from 'zod';

export const HolidayName = z
  .strictObject({
    fr: Title({ max: 200 }).meta({ examples: ['Fête du Trône'] }),
    ar: Title({ max: 200 }).meta({ examples: ['عيد العرش'] }),
  })
  .meta({ id: 'HolidayName' });

export const HolidayView = z
  .object({
    day: z.iso.date(),
    name: HolidayName,
    closed: z.boolean(),
    origin: z.string().describe('The list that it ships with, or who set it'),
    version: z.int(),
  })
  .meta({ id: 'Holiday' });

export const RamadanView = z
  .object({
    hijriYear: z.int(),
    firstDay: z.iso.date(),
    lastDay: z.iso.date(),
    opens: z.string(),
    closes: z.string(),
    origin: z.string(),
    version: z.int(),
  })
  .meta({ id: 'Ramadan' });

export class CalendarReversed extends Refusal {
  constructor(path: string) {
    super('INVALID_INPUT', {
      status: 422,
      faults: [{ path, code: 'ends_before_it_begins', message: 'ends before it begins' }],
    });
  }
}

/** What was planned under the calendar of a day that is over is history. */
class CalendarInThePast extends Refusal {
  constructor(path: string) {
    super('INVALID_INPUT', { status: 422, faults: [{ path, code: 'in_the_past', message: 'today or later' }] });
  }
}

/** Refuses to say anything of a day before today (all YYYY-MM-DD). */
export function demandHolidayToCome(day: string, today: string): void {
  if (day < today) throw new CalendarInThePast('day');
}

/** `hijriYear`: the other Ramadan that has days of it. */
export class RamadansOverlap extends Refusal {
  constructor(hijriYear: number) {
    super('RAMADANS_OVERLAP', { extra: { hijriYear } });
  }
}

type Days = { firstDay: string; lastDay: string };

/** Refuses a Ramadan that would make a day before today one of Ramadan that was none, or the other way round, or that is over. */
export function demandRamadanToCome({ firstDay, lastDay }: Days, known: Days | undefined, today: string): void {
  const begun = known && known.firstDay < today ? known.firstDay : undefined;
  if (begun ? firstDay !== begun : firstDay < today) throw new CalendarInThePast('firstDay');
  const isOver = begun !== undefined && dayAfter(known!.lastDay) < today;
  if (lastDay < today || isOver) throw new CalendarInThePast('lastDay');
}
