import { Refusal } from '@takwin/platform/errors';
import { z } from 'zod';

export const OfferingState = z.enum(['open', 'cancelled', 'finished']).meta({ id: 'OfferingState' });
export type OfferingState = z.output<typeof OfferingState>;

export const OfferingView = z
  .object({
    id: z.uuid(),
    courseId: z.uuid(),
    academyId: z.uuid(),
    region: z.string(),
    trainerId: z.uuid().nullable(),
    startsOn: z.iso.date(),
    endsOn: z.iso.date(),
    seats: z.int(),
    taken: z.int(),
    waiting: z.int(),
    hours: z
      .number()
      .describe('Hours that count of all who have a place in it or had one to its end, but of who teaches it'),
    unconfirmedHours: z
      .number()
      .describe(
        'Those of them that nobody but who recorded them has borne out: they wait for its trainer or who manages its academy' +
          ' to confirm what another recorded',
      ),
    learntOn: z.iso
      .date()
      .nullable()
      .describe(
        'The day on which the confirmed ones reached the hours of the course; null as long as they do not, or nobody teaches it',
      ),
    state: OfferingState,
    version: z.int(),
  })
  .meta({ id: 'Offering', description: 'A dated run of a course with seats' });
export type OfferingView = z.output<typeof OfferingView>;

export class CourseIsRetired extends Refusal {
  constructor() {
    super('COURSE_IS_RETIRED');
  }
}

class OfferingCannotEndThen extends Refusal {
  constructor(code: 'before_start' | 'in_the_past', message: string) {
    super('INVALID_INPUT', { status: 422, faults: [{ path: 'endsOn', code, message }] });
  }
}

export class SeatsBelowTaken extends Refusal {
  constructor(taken: number) {
    super('SEATS_BELOW_TAKEN', { extra: { taken } });
  }
}

export class OfferingHasHours extends Refusal {
  constructor() {
    super('OFFERING_HAS_HOURS');
  }
}

export class HoursAreYourOwn extends Refusal {
  constructor(hours: number) {
    super('HOURS_ARE_YOUR_OWN', { status: 403, extra: { hours } });
  }
}

export class OfferingIsClosed extends Refusal {
  constructor(state: OfferingState) {
    super('OFFERING_IS_CLOSED', { extra: { state } });
  }
}

/** Refuses days (ISO dates) on which no offering can be opened or changed to: it would end before it starts, or before `today`. */
export function demandDays({ startsOn, endsOn }: Pick<OfferingView, 'startsOn' | 'endsOn'>, today: string): void {
  if (endsOn < startsOn) throw new OfferingCannotEndThen('before_start', 'ends before it starts');
  if (endsOn < today) throw new OfferingCannotEndThen('in_the_past', 'has ended already');
}
