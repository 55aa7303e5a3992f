import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql, empty } from 'sql-template-tag';
import type { RoomView } from './room.js';

/** The state of a room `r` of an academy `a`: where the academy is closed, nothing of it is open. */
export const roomState = sql`case when a.state = 'closed' then 'closed' else r.state end`;

/** Rooms `r`, each with its academy `a`. */
export const ROOMS = sql`room r join academy a on a.id = r.academy_id`;

/** Selects rooms straight into their view. */
export const selectRooms = (tx: Tx, where: Sql, rest: Sql = empty): Promise<RoomView[]> =>
  tx.query<RoomView>(sql`
    select r.id, r.academy_id as "academyId", r.code, r.seats, r.accessible_seats as "accessibleSeats", r.synthetic, ${roomState} as state,
      r.opening_hours as "openingHours", r.closures, r.open_on_holidays as "openOnHolidays", r.version
    from ${ROOMS} where ${where} ${rest}`);
