import { Refusal } from '@takwin/platform/errors';
import { codeList } from '@takwin/platform/schema';
import { z } from 'zod';

export const OfferingState = codeList('OfferingState', 'Where an offering stands', {
  open: 'Takes place: it is to come or goes on',
  cancelled: 'Was called off',
  finished: 'Its last day has passed',
});
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
    untaughtHours: z
      .number()
      .describe('Those of them that count for no course and no literacy: nobody taught it then, as far as is proven'),
    taughtFrom: z.iso
      .datetime()
      .nullable()
      .describe(
        'From when its hours count as taught: a manager’s naming of a trainer counts from its day, one by the region or the programme' +
          ' always; null where all count, or nobody teaches it',
      ),
    trainerNamedAt: z.iso.datetime().nullable().describe('When its trainer was named; null of before such was kept'),
    trainerNamedBy: z
      .string()
      .nullable()
      .describe('Who named them: the subject of a token. Told to who runs or audits the offering'),
    learntOn: z.iso
      .date()
      .nullable()
      .describe(
        'The day on which one person had learnt what the course takes of its hours, all confirmed and taught; null as long as nobody has',
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

export class NoHoursToConfirm extends Refusal {
  constructor() {
    super('NO_HOURS_TO_CONFIRM');
  }
}

/** Since when hours of an offering count as taught, and who named its trainer when. */
export type Naming = { taughtFrom: Date | null; trainerNamedAt: Date | null; trainerNamedBy: string | null };

/** Of an offering that nobody teaches. */
export const NOBODY: Naming = { taughtFrom: null, trainerNamedAt: null, trainerNamedBy: null };

/**
 * What naming a trainer makes of an offering. The word of the region or the programme counts for all of its days; that of others from
 * the day's `begin` on, or as that of the trainer whom the named one follows.
 */
export function named(before: Naming & { trainerId: string | null }, trainerId: string | null, by: Naming): Naming {
  if (trainerId === null) return NOBODY;
  if (by.taughtFrom === null) return by;
  if (before.trainerId === trainerId) return before;
  return before.trainerId === null ? by : { ...by, taughtFrom: before.taughtFrom };
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
