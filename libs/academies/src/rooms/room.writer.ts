import { room } from '@takwin/contracts/events/academies';
import { NotFound } from '@takwin/platform/errors';
import { append } from '@takwin/platform/events';
import { demandVersion, KEY, refusing, Repository, type Tx, within } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { EntitySchema } from 'typeorm';
import { type AcademyView, demandNotClosed } from '../academies/academy.js';
import type { AcademySeed } from '../academies/reference/academies.js';
import { selectRooms } from './read-rooms.js';
import { Room, RoomCodeTaken, type RoomView } from './room.js';
import { type RoomEvent, roomLife } from './room.life.js';

export const roomSchema = new EntitySchema<Room>({
  name: 'Room',
  target: Room,
  tableName: 'room',
  columns: {
    ...KEY,
    academyId: { type: 'uuid', update: false },
    code: { type: 'text', update: false },
    synthetic: { type: 'boolean', update: false },
    seats: { type: 'int' },
    accessibleSeats: { type: 'int' },
    state: { type: 'text' },
    openingHours: { type: 'jsonb' },
    closures: { type: 'jsonb' },
    openOnHolidays: { type: 'boolean' },
  },
});

const rooms = new Repository(roomSchema);

type NewRoom = Pick<RoomView, 'academyId' | 'code' | 'seats'> &
  Partial<Pick<RoomView, 'accessibleSeats' | 'openingHours' | 'openOnHolidays'>>;

/** Opens a room of an academy in the region. Refuses ROOM_CODE_IS_TAKEN. */
export async function openRoom(tx: Tx, asked: NewRoom, region: string): Promise<RoomView> {
  const { academyId, code, seats, accessibleSeats = 0, openingHours = null, openOnHolidays = false } = asked;
  const opened = await refusing(
    tx.one<{ id: string }>(sql`
      insert into room(academy_id, code, seats, accessible_seats, opening_hours, open_on_holidays, created_by)
      values (${academyId}, ${code}, ${seats}, ${accessibleSeats},
        ${openingHours && JSON.stringify(openingHours)}::jsonb, ${openOnHolidays}, ${tx.actor.subject}) returning id`),
    { room_code: () => new RoomCodeTaken() },
  );
  const made = await selectRooms(tx, sql`r.id = ${opened!.id}`);
  await announce(tx, roomLife.transitions.open.event, made, () => region);
  return made[0]!;
}

/** Opens the rooms of these academies that are not there yet. */
export async function openRooms(tx: Tx, academies: readonly AcademySeed[]): Promise<void> {
  const rows = academies.flatMap(({ id, rooms }) => rooms.map((one) => ({ ...one, academyId: id })));
  const added = await tx.query<{ id: string }>(sql`
    insert into room(id, academy_id, code, seats, synthetic, created_by)
    select id, "academyId", code, workstations, true, 'reference'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "academyId" uuid, code text, workstations int)
    on conflict do nothing returning id`);
  const ids = added.map(({ id }) => id);
  const regionOf = new Map(academies.map(({ id, region }) => [id, region]));
  const opened = await selectRooms(tx, sql`r.id = any(${ids}::uuid[])`);
  await announce(tx, roomLife.transitions.open.event, opened, (academyId) => regionOf.get(academyId)!);
}

/** Has a room of the actor decide what becomes of it: saves and publishes what is other than before. Refuses NOT_FOUND, VERSION_MISMATCH and ACADEMY_WAS_CLOSED. */
export async function changeRoom(
  tx: Tx,
  { id, expectedVersion }: { id: string; expectedVersion?: number },
  decide: (room: Room) => RoomEvent,
): Promise<RoomView> {
  const mine = within(tx.actor, { region: sql`a.region`, academy: sql`a.id` });
  const place = await tx.one<Pick<AcademyView, 'region' | 'state'>>(sql`
    select a.region, a.state from room r join academy a on a.id = r.academy_id where r.id = ${id} and ${mine} for share of a`);
  const found = place && (await rooms.find(tx, sql`id = ${id}`));
  if (!found) throw new NotFound('room');
  demandVersion(expectedVersion, found.version);
  demandNotClosed(place);
  const event = decide(found);
  if (await rooms.save(tx, found)) await announce(tx, event, [found], () => place.region);
  return found;
}

const announce = (
  tx: Tx,
  event: RoomEvent,
  changed: readonly RoomView[],
  regionOf: (academyId: string) => string,
): Promise<void> =>
  append(
    tx,
    room,
    event,
    changed.map(({ id, version, synthetic: _, academyId, ...said }) => ({
      id,
      version,
      state: { academyId, region: regionOf(academyId), ...said },
    })),
  );
