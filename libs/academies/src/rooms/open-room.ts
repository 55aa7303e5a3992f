import { Injectable } from '@nestjs/common';
import { OpeningHours } from '@takwin/contracts/events/academies';
import { AcademyId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, within } from '@takwin/platform/postgres';
import { command, Title } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { demandOpen } from '../academies/academy.js';
import { holdAcademy } from '../academies/read-academy.js';
import { demandSeats, type RoomView } from './room.js';
import { demandHours } from './room-hours.js';
import { openRoom } from './room.writer.js';

export const OpenRoom = command(
  'OpenRoom',
  MANAGERS,
  {
    academyId: AcademyId,
    code: Title({ max: 40 }),
    seats: z.int().min(1).max(500).describe('Workstations'),
    accessibleSeats: z.int().min(0).max(500).optional().describe('How many of them are accessible'),
    openingHours: z.array(OpeningHours).max(50).optional().describe('Those of the programme where absent'),
    openOnHolidays: z.boolean().optional().describe('Whether it is open at its hours on holidays and in Ramadan, too'),
  },
  {
    summary: 'Add a room to an academy',
    description:
      'Adds a room with its workstations to an academy. Without opening hours of its own it is open at those of' +
      ' the programme. An academy that is suspended or closed gets none: ACADEMY_IS_SUSPENDED, ACADEMY_WAS_CLOSED.',
  },
);
export type OpenRoom = z.output<typeof OpenRoom>;

@Injectable()
export class OpenRoomHandler {
  constructor(private readonly db: Database) {}

  /** Refuses ACADEMY_WAS_CLOSED, ACADEMY_IS_SUSPENDED, ROOM_CODE_IS_TAKEN, more accessible workstations than workstations, and hours that end before they begin or overlap. */
  run(actor: Actor, command: OpenRoom): Promise<RoomView> {
    demandSeats(command);
    demandHours(command.openingHours);
    return this.db.asActor(actor, async (tx) => {
      const mine = within(actor, { region: sql`region`, academy: sql`id` });
      const academy = await holdAcademy(tx, sql`id = ${command.academyId} and ${mine}`);
      if (!academy) throw new NotFound('academy');
      demandOpen(academy);
      return openRoom(tx, command, academy.region);
    });
  }
}
