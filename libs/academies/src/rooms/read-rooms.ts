import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql, empty } from 'sql-template-tag';
import type { RoomView } from './room.js';

/** Selects rooms straight into their view. */
export const selectRooms = (tx: Tx, where: Sql, rest: Sql = empty): Promise<RoomView[]> =>
  tx.query<RoomView>(sql`
    select r.id, r.academy_id as "academyId", r.code, r.seats, r.accessible_seats as "accessibleSeats", r.synthetic, r.state,
      r.opening_hours as "openingHours", r.closures, r.open_on_holidays as "openOnHolidays", r.version
    from room r where ${where} ${rest}`);
