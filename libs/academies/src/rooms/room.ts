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
    synthetic: z.boolean(),
    state: RoomState,
    openingHours: z.array(OpeningHours).nullable().describe('Open at any hour where nothing was said'),
    closures: z.array(Closure),
    version: z.int(),
  })
  .meta({ id: 'Room' });
export type RoomView = z.output<typeof RoomView>;

type Changes = Partial<Pick<RoomView, 'seats' | 'openingHours' | 'closures'>>;

/** A room decides what becomes of it: each method refuses, or changes it and returns the event that tells others. */
export class Room {
  declare readonly id: string;
  declare readonly version: number;
  declare readonly academyId: string;
  declare readonly code: string;
  declare readonly seats: number;
  declare readonly synthetic: boolean;
  declare readonly state: RoomState;
  declare readonly openingHours: OpeningHours[] | null;
  declare readonly closures: Closure[];

  /** What is absent stays. */
  change(to: Changes): RoomEvent {
    const { seats = this.seats, openingHours = this.openingHours, closures = this.closures } = to;
    return this.take('change', { seats, openingHours, closures });
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

class RoomStateForbids extends Refusal {
  constructor(from: RoomState, to: RoomState) {
    super('ROOM_STATE_FORBIDS', { detail: `a room that is ${from} does not become ${to}`, extra: { from, to } });
  }
}

export class RoomCodeTaken extends Refusal {
  constructor() {
    super('ROOM_CODE_IS_TAKEN');
  }
}
