import { Injectable } from '@nestjs/common';
import { Closure, OpeningHours, type room } from '@takwin/contracts/events/academies';
import { RoomId } from '@takwin/contracts/ids';
import type { TypeOf } from '@takwin/contracts/published';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, demandVersion, type Tx, within } from '@takwin/platform/postgres';
import { command } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import type { RoomView } from '../academies/academy.js';
import { demandHours } from './room-hours.js';
import { announceRooms } from './announce-rooms.js';
import { selectRooms } from './read-rooms.js';
import { MANAGERS } from '../rules.js';

export const ChangeRoom = command(
  'ChangeRoom',
  MANAGERS,
  {
    id: RoomId,
    seats: z.int().min(1).max(500).optional().describe('Workstations'),
    openingHours: z.array(OpeningHours).max(50).nullish().describe('All of them; null: open at any hour'),
    closures: z.array(Closure).max(200).optional().describe('All of them, those of the past too'),
  },
  'Changes what is given; what is absent stays',
);
export type ChangeRoom = z.output<typeof ChangeRoom>;

export const CloseRoom = command('CloseRoom', MANAGERS, { id: RoomId }, 'Closes a room for good, or until it reopens');
export type CloseRoom = z.output<typeof CloseRoom>;
export const ReopenRoom = command('ReopenRoom', MANAGERS, { id: RoomId });
export type ReopenRoom = z.output<typeof ReopenRoom>;

@Injectable()
export class ChangeRoomHandler {
  constructor(private readonly db: Database) {}

  /** Refuses hours and closures that end before they begin or overlap; with If-Match, VERSION_MISMATCH. */
  change(actor: Actor, { id, seats, openingHours, closures }: ChangeRoom): Promise<RoomView> {
    demandHours(openingHours, closures);
    return this.write(actor, id, 'RoomChanged', (known) => ({
      ...known,
      seats: seats ?? known.seats,
      openingHours: openingHours === undefined ? known.openingHours : openingHours,
      closures: closures ?? known.closures,
    }));
  }

  close(actor: Actor, { id }: CloseRoom): Promise<RoomView> {
    return this.write(actor, id, 'RoomClosed', (known) => ({ ...known, state: 'closed' }));
  }

  reopen(actor: Actor, { id }: ReopenRoom): Promise<RoomView> {
    return this.write(actor, id, 'RoomOpened', (known) => ({ ...known, state: 'open' }));
  }

  private write(
    actor: Actor,
    id: string,
    type: TypeOf<typeof room>,
    changed: (known: RoomView) => RoomView,
  ): Promise<RoomView> {
    return this.db.asActor(actor, async (tx) => {
      const { region, ...known } = await this.lock(tx, id);
      const { seats, state, openingHours, closures } = changed(known);
      await tx.query(sql`
        update room set seats = ${seats}, state = ${state}, closures = ${JSON.stringify(closures)}::jsonb,
          opening_hours = ${openingHours && JSON.stringify(openingHours)}::jsonb, version = version + 1
        where id = ${id}`);
      const rows = await selectRooms(tx, sql`r.id = ${id}`);
      await announceRooms(tx, type, rows, () => region);
      return rows[0]!;
    });
  }

  private async lock(tx: Tx, id: string): Promise<RoomView & { region: string }> {
    const mine = within(tx.actor, { region: sql`a.region`, academy: sql`a.id` });
    const place = await tx.one<{ region: string }>(sql`
      select a.region from room r join academy a on a.id = r.academy_id where r.id = ${id} and ${mine} for update of r`);
    if (!place) throw new NotFound('room');
    const [known] = await selectRooms(tx, sql`r.id = ${id}`);
    demandVersion(tx.actor, known!.version);
    return { ...known!, ...place };
  }
}
