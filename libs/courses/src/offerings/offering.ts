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

export class AcademyNotAccredited extends Refusal {
  constructor() {
    super('ACADEMY_NOT_ACCREDITED');
  }
}

export class TrainerNotQualified extends Refusal {
  constructor(reason: 'TRAINER_UNKNOWN' | 'TRAINER_HAS_LEFT' | 'NO_QUALIFICATION_FOR_TOPIC') {
    super('TRAINER_NOT_QUALIFIED', { extra: { reason } });
  }
}

export class OfferingEndsBeforeItStarts extends Refusal {
  constructor() {
    super('INVALID_INPUT', {
      status: 422,
      faults: [{ path: 'endsOn', code: 'before_start', message: 'ends before it starts' }],
    });
  }
}

export class OfferingIsClosed extends Refusal {
  constructor(state: OfferingState) {
    super('OFFERING_IS_CLOSED', { extra: { state } });
  }
}
