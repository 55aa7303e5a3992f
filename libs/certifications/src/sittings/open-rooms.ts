import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { LegalCalendar } from '../legal-time/calendar.js';
import { examRules } from './read-exam-rules.js';
import { openSpansAround, type RoomTimes, type Span } from '../legal-time/opening.js';

const UNSAID: RoomTimes = { openingHours: null, closures: [] };

/**
 * To what the sittings that there are in rooms are held, as their academies said: where no hours were said of one, to the working
 * days only, so that another default of the programme moves nobody.
 */
export async function timesOfRooms(tx: Tx, roomIds: readonly string[]): Promise<Map<string, RoomTimes>> {
  const rows = await tx.query<RoomTimes & { id: string }>(sql`
    select room_id as id, opening_hours as "openingHours", closures, open_on_holidays as "openOnHolidays" from room_hours
    where room_id = any(${roomIds}::uuid[])`);
  const said = new Map(rows.map((row) => [row.id, row]));
  return new Map(roomIds.map((id) => [id, said.get(id) ?? UNSAID]));
}

/** When sittings may be opened in rooms: in the programme's default hours where no hours were said of one. */
export async function timesToOpenIn(tx: Tx, roomIds: readonly string[]): Promise<Map<string, RoomTimes>> {
  const { defaultOpeningHours } = await examRules(tx);
  const said = await timesOfRooms(tx, roomIds);
  return new Map(
    [...said].map(([id, { openingHours, ...times }]) => [
      id,
      { ...times, openingHours: openingHours ?? defaultOpeningHours },
    ]),
  );
}

/**
 * Writes down when a room is open on the days of these spans, for the foreign key that keeps sittings within: what stands
 * there of a day is right already, as every change of hours, closures and holidays writes its days anew.
 */
export async function openRoom(
  tx: Tx,
  roomId: string,
  times: RoomTimes,
  calendar: LegalCalendar,
  around: readonly Span[],
): Promise<void> {
  const spans = around.flatMap((span) => openSpansAround(times, calendar, span));
  await tx.query(sql`
    insert into room_open(room_id, during)
    select distinct ${roomId}::uuid, tstzrange("from", "to")
    from jsonb_to_recordset(${JSON.stringify(spans)}::jsonb) as s("from" timestamptz, "to" timestamptz)
    on conflict do nothing`);
}

/** Forgets when a room was said to be open; the constraint looks again when the transaction ends. */
export const forgetOpen = (tx: Tx, roomId: string) => tx.query(sql`delete from room_open where room_id = ${roomId}`);
