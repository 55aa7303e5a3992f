import { Refusal } from '@takwin/platform/errors/refusal';
import { z } from 'zod';

export const SittingView = z
  .object({
    id: z.uuid(),
    academyId: z.uuid(),
    region: z.string(),
    roomId: z.uuid(),
    startsAt: z.iso.datetime(),
    wallTime: z.string().describe('The same on the clocks of Morocco, by the rules named'),
    zone: z.string(),
    zoneRules: z.string(),
    minutes: z.int(),
    seats: z.int(),
    taken: z.int(),
    examCodes: z.array(z.string()).describe('The exams that may be sat; any that fit where empty'),
    proctorIds: z.array(z.uuid()),
    state: z.enum(['open', 'cancelled']).meta({ id: 'SittingState' }),
    version: z.int(),
  })
  .meta({ id: 'Sitting', description: 'One room, one start, one length, seats and proctors' });
export type SittingView = z.output<typeof SittingView>;

/** Candidates whom one proctor keeps in clear view; the vendors' rules leave the figure to the centre. */
export const SEATS_PER_PROCTOR = 20;

export class RoomUnknown extends Refusal {
  constructor() {
    super('ROOM_UNKNOWN', { status: 422, detail: 'this academy has no open room by this id' });
  }
}

export class RoomTooSmall extends Refusal {
  constructor(workstations: number) {
    super('ROOM_IS_TOO_SMALL', { extra: { workstations } });
  }
}

export class RoomIsTaken extends Refusal {
  constructor() {
    super('ROOM_IS_TAKEN');
  }
}

export class ProctorIsTaken extends Refusal {
  constructor() {
    super('PROCTOR_IS_TAKEN');
  }
}

export class ProctorMayNotProctor extends Refusal {
  constructor(proctorIds: readonly string[]) {
    super('PROCTOR_MAY_NOT_PROCTOR', { extra: { proctorIds } });
  }
}

export class TooFewProctors extends Refusal {
  constructor(needed: number) {
    super('TOO_FEW_PROCTORS', { extra: { needed, seatsPerProctor: SEATS_PER_PROCTOR } });
  }
}

export class SittingIsInThePast extends Refusal {
  constructor() {
    super('SITTING_IS_IN_THE_PAST');
  }
}

export class ExamUnknown extends Refusal {
  constructor(code: string) {
    super('EXAM_UNKNOWN', { status: 422, extra: { examCode: code } });
  }
}

export class AcademyNotAccredited extends Refusal {
  constructor() {
    super('ACADEMY_NOT_ACCREDITED');
  }
}
