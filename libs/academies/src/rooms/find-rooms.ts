import { Injectable } from '@nestjs/common';
import { AcademyId, RoomId } from '@takwin/contracts/ids';
import { type Actor, EVERYONE } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { counting, Database } from '@takwin/platform/postgres';
import { type Page, pagesFor, paging, query } from '@takwin/platform/schema';
import sql, { join } from 'sql-template-tag';
import { z } from 'zod';
import { ROOMS, roomState, selectRooms } from './read-rooms.js';
import type { RoomView } from './room.js';
import { RoomState } from './room.life.js';

export const FindRooms = query(
  'FindRooms',
  EVERYONE,
  { academyId: AcademyId.optional(), state: RoomState.optional(), ...paging },
  {
    summary: 'List rooms',
    description: 'Lists rooms in the order of their academy and code, a page at a time.',
  },
);
export type FindRooms = z.output<typeof FindRooms>;

export const FindRoom = query(
  'FindRoom',
  EVERYONE,
  { id: RoomId },
  {
    summary: 'Read a room',
    description:
      'Answers one room with its workstations, opening hours and closures. Its ETag is the version that a' +
      ' change has to name.',
  },
);
export type FindRoom = z.output<typeof FindRoom>;

const Place = z.tuple([z.uuid(), z.string(), z.uuid()]);

@Injectable()
export class FindRoomsHandler {
  constructor(private readonly db: Database) {}

  /** Rooms by academy and code, a page at a time. */
  run(actor: Actor, asked: FindRooms): Promise<Page<RoomView>> {
    const { academyId, state } = asked;
    const { last, limit, page } = pagesFor(FindRooms, actor, asked, Place, (room: RoomView) => [
      room.academyId,
      room.code,
      room.id,
    ]);
    return this.db.readAs(actor, async (tx) => {
      const where = [sql`true`];
      if (academyId) where.push(sql`r.academy_id = ${academyId}`);
      if (state) where.push(sql`${roomState} = ${state}`);
      const total = counting(this.db, actor, sql`${ROOMS} where ${join(where, ' and ')}`);
      if (last) where.push(sql`(r.academy_id, r.code, r.id) > (${join(last)})`);
      const order = sql`order by r.academy_id, r.code, r.id limit ${limit}`;
      return page(await selectRooms(tx, join(where, ' and '), order), total);
    });
  }

  /** Refuses NOT_FOUND. */
  async one(actor: Actor, { id }: FindRoom): Promise<RoomView> {
    const [found] = await this.db.readAs(actor, (tx) => selectRooms(tx, sql`r.id = ${id}`));
    if (!found) throw new NotFound('room');
    return found;
  }
}
