import { Closure, OpeningHours } from '@takwin/contracts/events/academies';
import { Refusal } from '@takwin/platform/errors';
import { z } from 'zod';
import { type RoomEvent, roomLife, RoomState } from './room.life.js';

export const RoomView = z
  .object({
    id: z.uuid(),
    academyId: z.uuid(),
    code: z.string(),
    seats: z.int().describe('Workstations'),
    accessibleSeats: z.int().describe('How many of them are accessible'),
    synthetic: z.boolean(),
    state: RoomState,
    openingHours: z
      .array(OpeningHours)
      .nullable()
      .describe('When the room is open, day by day; null: at the hours of the programme for its exams'),
    closures: z.array(Closure),
    openOnHolidays: z.boolean().describe('Open at its hours on holidays and in Ramadan, too'),
    version: z.int(),
  })
  .meta({ id: 'Room' });
export type RoomView = z.output<typeof RoomView>;

type Changes = Partial<Pick<RoomView, 'seats' | 'accessibleSeats' | 'openingHours' | 'closures' | 'openOnHolidays'>>;

/** A room decides what becomes of it: each method refuses, or changes it and returns the event that tells others. */
export class Room {
  declare readonly id: string;
  declare readonly version: number;
  declare readonly academyId: string;
  declare readonly code: string;
  declare readonly seats: number;
  declare readonly accessibleSeats: number;
  declare readonly synthetic: boolean;
  declare readonly state: RoomState;
  declare readonly openingHours: OpeningHours[] | null;
  declare readonly closures: Closure[];
  declare readonly openOnHolidays: boolean;

  /** What is absent stays. Refuses more accessible workstations than workstations. */
  change(to: Changes): RoomEvent {
    const { seats = this.seats, accessibleSeats = this.accessibleSeats } = to;
    const { openingHours = this.openingHours, closures = this.closures, openOnHolidays = this.openOnHolidays } = to;
    demandSeats({ seats, accessibleSeats });
    return this.take('change', { seats, accessibleSeats, openingHours, closures, openOnHolidays });
  }

  close(): RoomEvent {
    return this.take('close');
  }

  reopen(): RoomEvent {
    return this.take('reopen');
  }

  private take(step: 'change' | 'close' | 'reopen', about: Partial<Room> = {}): RoomEvent {
    const { to, event } = roomLife.transitions[step];
    const state = to ?? this.state;
    if (!roomLife.allows(this.state, step)) throw new RoomStateForbids(this.state, state);
    Object.assign(this, { state, ...about });
    return event;
  }
}

/** Refuses INVALID_INPUT where more workstations are accessible than there are. */
export function demandSeats({ seats, accessibleSeats = 0 }: { seats: number; accessibleSeats?: number }): void {
  if (accessibleSeats > seats) throw new TooManyAccessibleSeats(seats);
}

class TooManyAccessibleSeats extends Refusal {
  constructor(seats: number) {
    const message = 'the room has {seats} workstations';
    super('INVALID_INPUT', {
      status: 422,
      faults: [{ path: 'accessibleSeats', code: 'too_big', message }],
      extra: { seats },
    });
  }
}

class RoomStateForbids extends Refusal {
  constructor(from: RoomState, to: RoomState) {
    super('ROOM_STATE_FORBIDS', { extra: { from, to } });
  }
}

export class RoomCodeTaken extends Refusal {
  constructor() {
    super('ROOM_CODE_IS_TAKEN');
  }
}
