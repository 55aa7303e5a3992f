import type { WhyClosed } from '../legal-time/opening.js';
import { Refusal } from '@takwin/platform/errors';
import { codeList, textOf } from '@takwin/platform/schema';
import { z } from 'zod';
import { ReadinessKind } from './readiness.js';

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
    state: codeList('SittingState', 'Whether a sitting takes place', {
      open: 'It takes place, or has taken place',
      cancelled: 'It was called off: its candidates were asked for anew',
    }),
    notReadyIn: z
      .array(ReadinessKind)
      .describe('What its academy has no confirmed proof of on its day, as things are known now: a warning'),
    cancelledReason: z.string().nullable(),
    cancelledReasonText: textOf('cancelledReason'),
    version: z.int(),
  })
  .meta({ id: 'Sitting', description: 'One room, one start, one length, seats and proctors' });
export type SittingView = z.output<typeof SittingView>;

/** How many seats of each sitting are meant, where each sitting is named once for a seat. */
export function seatsOf(sittingIds: readonly string[]): Map<string, number> {
  const seats = new Map<string, number>();
  for (const id of sittingIds) seats.set(id, (seats.get(id) ?? 0) + 1);
  return seats;
}

/** Whether one of the seats left in a sitting can be taken, which it is. */
export function takesOne(left: Map<string, number>, sittingId: string): boolean {
  const seats = left.get(sittingId) ?? 0;
  left.set(sittingId, seats - 1);
  return seats > 0;
}

/** Another room or time that would do. */
export type OtherPlace = { roomId: string; startsAt: string };
export type OtherProctor = { proctorId: string; academyId: string };

/** The room cannot be had so: up to five others, or other times, are offered with it. */
export class RoomRefused extends Refusal {
  offering(alternatives: readonly OtherPlace[]): this {
    this.extra['alternatives'] = alternatives;
    return this;
  }
}

export class RoomUnknown extends RoomRefused {
  constructor() {
    super('ROOM_UNKNOWN', { status: 422 });
  }
}

export class RoomTooSmall extends RoomRefused {
  constructor(workstations: number) {
    super('ROOM_IS_TOO_SMALL', { extra: { workstations } });
  }
}

export class RoomIsTaken extends RoomRefused {
  constructor() {
    super('ROOM_IS_TAKEN');
  }
}

/** Says why, where that is known: not of hours that changed in the same moment. */
export class RoomIsClosedThen extends RoomRefused {
  constructor(why?: WhyClosed) {
    super('ROOM_IS_CLOSED_THEN', { extra: why ? { why } : {} });
  }
}

/** The proctors will not do: up to five who may and are free are offered with it. */
export class ProctorsRefused extends Refusal {
  offering(alternatives: readonly OtherProctor[]): this {
    this.extra['alternatives'] = alternatives;
    return this;
  }
}

export class ProctorIsTaken extends ProctorsRefused {
  constructor() {
    super('PROCTOR_IS_TAKEN');
  }
}

export class ProctorMayNotProctor extends ProctorsRefused {
  constructor(proctorIds: readonly string[], on: string) {
    super('PROCTOR_MAY_NOT_PROCTOR', {
      extra: { proctorIds, on },
    });
  }
}

export class TooFewProctors extends ProctorsRefused {
  constructor(needed: number, seatsPerProctor: number) {
    super('TOO_FEW_PROCTORS', { extra: { needed, seatsPerProctor } });
  }
}

export class ProctorTaughtCandidates extends ProctorsRefused {
  constructor(proctorIds: readonly string[]) {
    super('PROCTOR_TAUGHT_CANDIDATES', {
      extra: { proctorIds },
    });
  }
}

export class SeatsBelowBooked extends Refusal {
  constructor(booked: number) {
    super('SEATS_BELOW_BOOKED', { extra: { booked } });
  }
}

export class SittingIsInThePast extends Refusal {
  constructor() {
    super('SITTING_IS_IN_THE_PAST');
  }
}

export class SittingIsTooShort extends Refusal {
  constructor(needed: number, minutes: number) {
    super('SITTING_IS_TOO_SHORT', {
      extra: { needed, minutes },
    });
  }
}

export class ExamUnknown extends Refusal {
  constructor(code: string) {
    super('EXAM_UNKNOWN', { status: 422, extra: { examCode: code } });
  }
}
