import { Refusal } from '@takwin/platform/errors';
import { z } from 'zod';

export const HolidayView = z
  .object({
    day: z.iso.date(),
    name: z.object({ fr: z.string(), ar: z.string() }).meta({ id: 'HolidayName' }),
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
