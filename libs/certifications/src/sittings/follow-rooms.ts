import { room } from '@takwin/contracts/events/academies';
import { reaction } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { holds, openSpansAround, type RoomTimes } from '../legal-time/opening.js';
import type { LegalCalendar } from '../legal-time/calendar.js';
import { lockInOrder } from '../lock-in-order.js';
import { forgetOpen, openRoom, timesOfRooms } from './open-rooms.js';
import { legalCalendar } from '../legal-time/read-calendar.js';
import { holdCalendar } from '../legal-time/read-calendar.js';
import { toCome } from './find-begun.js';
import { guardSittings, unguardBegun } from './sitting.writer.js';
import { offerSeats } from '../booking/offer-seats.js';
import { shrinkSitting, withdrawSeats, withdrawSittings } from '../booking/withdraw-registrations.js';

type Hours = {
  id: string;
  version: number;
  open: boolean;
  workstations: number;
  accessible: number;
  openingHours: unknown;
  closures: unknown;
  openOnHolidays: boolean;
};

/**
 * Keeps what academies say of their rooms, and the sittings within it: who has a seat where the room is no longer open is
 * asked for anew. A version that was heeded before is not heeded again: a rebuild starts from old ones.
 */
export const followRooms = reaction(room, async (tx, changes) => {
  const rows = changes.map(({ id, version, state }): Hours => ({
    id,
    version,
    open: state.state === 'open',
    workstations: state.seats,
    accessible: state.accessibleSeats,
    openingHours: state.openingHours,
    closures: state.closures,
    openOnHolidays: state.openOnHolidays,
  }));
  const latest = [...new Map(rows.map((row) => [row.id, row])).values()];
  const ids = latest.map(({ id }) => id);
  await holdCalendar(tx);
  await lockInOrder(tx, 'room', ids);
  const relocated = await tx.query<{ id: string }>(sql`
    insert into room_hours as known(room_id, version, open, workstations, accessible, opening_hours, closures, open_on_holidays)
    select id, version, open, workstations, accessible, "openingHours", closures, "openOnHolidays"
    from jsonb_to_recordset(${JSON.stringify(latest)}::jsonb)
      as r(id uuid, version bigint, open boolean, workstations int, accessible int, "openingHours" jsonb, closures jsonb,
        "openOnHolidays" boolean)
    on conflict (room_id) do update set version = excluded.version, open = excluded.open,
      workstations = excluded.workstations, accessible = excluded.accessible, opening_hours = excluded.opening_hours,
      closures = excluded.closures, open_on_holidays = excluded.open_on_holidays
    where excluded.version > known.version returning room_id as id`);
  await keepWithinHours(
    tx,
    relocated.map(({ id }) => id),
  );
});

type Planned = { id: string; from: Date; to: Date; seats: number };

/**
 * Holds the sittings to come of these rooms, whose turn this transaction has, to the rooms' hours as they now are. Returns the
 * registrations that are asked for anew.
 */
export async function keepWithinHours(tx: Tx, roomIds: readonly string[]): Promise<string[]> {
  if (roomIds.length === 0) return [];
  const used = await tx.query<{ id: string }>(sql`
    select room_id as id from room_open where room_id = any(${roomIds}::uuid[])
    union select room_id from sitting where room_id = any(${roomIds}::uuid[]) and state = 'open' and starts_at > ${tx.at}
    order by id`);
  const calendar = await legalCalendar(tx);
  const times = await timesOfRooms(tx, roomIds);
  const asked: string[] = [];
  for (const { id: roomId } of used) asked.push(...(await keepRoom(tx, roomId, times.get(roomId)!, calendar)));
  return asked;
}

async function keepRoom(tx: Tx, roomId: string, times: RoomTimes, calendar: LegalCalendar): Promise<string[]> {
  const open = await tx.query<Planned>(sql`
    select id, lower(during) as "from", upper(during) as "to", seats from sitting
    where room_id = ${roomId} and state = 'open' and starts_at > ${tx.at} order by id for no key update`);
  const ids = new Set(
    await toCome(
      tx,
      open.map(({ id }) => id),
    ),
  );
  const planned = open.filter(({ id }) => ids.has(id));
  await unguardBegun(tx, roomId, [...ids]);
  await forgetOpen(tx, roomId);
  if (planned.length === 0) return [];
  const said = await tx.one<{ open: boolean; workstations: number; accessible: number }>(
    sql`select open, workstations, accessible from room_hours where room_id = ${roomId}`,
  );
  const isOpen = said?.open ?? true;
  const fits = (one: Planned): boolean => isOpen && holds(openSpansAround(times, calendar, one), one);
  const staying = planned.filter(fits);
  const leaving = planned.filter((one) => !fits(one)).map(({ id }) => id);
  const asked = await withdrawSittings(tx, leaving, isOpen ? 'ROOM_IS_CLOSED_THEN' : 'ROOM_WAS_CLOSED');
  await openRoom(tx, roomId, times, calendar, staying);
  await guardSittings(
    tx,
    staying.map(({ id }) => id),
  );
  const workstations = said?.workstations ?? Infinity;
  for (const { id } of staying.filter(({ seats }) => seats > workstations))
    asked.push(...(await shrinkSitting(tx, id, { seats: workstations }, 'ROOM_HAS_FEWER_WORKSTATIONS')));
  await keepAccessible(
    tx,
    staying.map(({ id }) => id),
    said?.accessible ?? 0,
  );
  return asked;
}

/** Asks anew for the latest booked in these sittings, each of which has so many accessible workstations, who have none any more. */
async function keepAccessible(tx: Tx, sittingIds: readonly string[], accessible: number): Promise<void> {
  const leaving = await tx.query<{ id: string; sittingId: string }>(sql`
    select id, "sittingId" from (
      select r.id, r.sitting_id as "sittingId", row_number() over (partition by r.sitting_id order by r.queued) as place
      from registration r
      where r.sitting_id = any(${sittingIds}::uuid[]) and r.state = 'booked' and needs_accessible(r.person_id, r.exam_code)
    ) needing where place > ${accessible}`);
  await withdrawSeats(tx, leaving, 'NO_ACCESSIBLE_WORKSTATION');
  // The sweeper of offers wakes the worker for who waits for what there is now.
  if (accessible > 0) await offerSeats(tx, sittingIds);
}
