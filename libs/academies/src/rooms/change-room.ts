import { Injectable } from '@nestjs/common';
import { Closure, OpeningHours } from '@takwin/contracts/events/academies';
import { RoomId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { Database } from '@takwin/platform/postgres';
import { command, conditional } from '@takwin/platform/schema';
import { z } from 'zod';
import type { RoomView } from './room.js';
import { demandHours } from './room-hours.js';
import { changeRoom } from './room.writer.js';

export const ChangeRoom = command(
  'ChangeRoom',
  MANAGERS,
  {
    id: RoomId,
    ...conditional,
    seats: z.int().min(1).max(500).optional().describe('Workstations'),
    accessibleSeats: z.int().min(0).max(500).optional().describe('How many of them are accessible'),
    openingHours: z.array(OpeningHours).max(50).nullish().describe('All of them; null: those of the programme'),
    closures: z.array(Closure).max(200).optional().describe('All of them, those of the past too'),
    openOnHolidays: z.boolean().optional().describe('Whether it is open at its hours on holidays and in Ramadan, too'),
  },
  {
    summary: 'Change a room',
    description:
      'Changes the fields that are given and leaves the others as they are. Candidates of sittings to come that' +
      ' no longer fit the room’s hours are seated anew.',
  },
);
export type ChangeRoom = z.output<typeof ChangeRoom>;

export const CloseRoom = command(
  'CloseRoom',
  MANAGERS,
  { id: RoomId, ...conditional },
  {
    summary: 'Close a room',
    description: 'Closes a room for good, or until it is reopened.',
  },
);
export type CloseRoom = z.output<typeof CloseRoom>;
export const ReopenRoom = command(
  'ReopenRoom',
  MANAGERS,
  { id: RoomId, ...conditional },
  {
    summary: 'Reopen a closed room',
    description: 'Opens a closed room again with the seats and hours that it had.',
  },
);
export type ReopenRoom = z.output<typeof ReopenRoom>;

@Injectable()
export class ChangeRoomHandler {
  constructor(private readonly db: Database) {}

  /** Refuses ACADEMY_WAS_CLOSED, as the others do, hours and closures that end before they begin or overlap, and more accessible workstations than there are. */
  change(actor: Actor, { id, expectedVersion, ...to }: ChangeRoom): Promise<RoomView> {
    demandHours(to.openingHours, to.closures);
    return this.db.asActor(actor, (tx) => changeRoom(tx, { id, expectedVersion }, (room) => room.change(to)));
  }

  close(actor: Actor, which: CloseRoom): Promise<RoomView> {
    return this.db.asActor(actor, (tx) => changeRoom(tx, which, (room) => room.close()));
  }

  reopen(actor: Actor, which: ReopenRoom): Promise<RoomView> {
    return this.db.asActor(actor, (tx) => changeRoom(tx, which, (room) => room.reopen()));
  }
}
