import { academy, room } from '@takwin/contracts/events/academies';
import type { TypeOf } from '@takwin/contracts/published';
import { append } from '@takwin/platform/events/log';
import type { Tx } from '@takwin/platform/postgres/database';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { AcademyView, RoomView } from './academy.js';

/** Selects academies straight into their view. */
export const selectAcademies = (tx: Tx, where: Sql, rest: Sql = empty): Promise<AcademyView[]> =>
  tx.query<AcademyView>(sql`
    select a.id, a.code, jsonb_build_object('fr', a.name_fr, 'ar', a.name_ar) as name, a.kind, a.profile, a.state,
      a.region, a.province, a.city, a.accredited_on::text as "accreditedOn",
      a.membership_until::text as "membershipUntil", a.version
    from academy a where ${where} ${rest}`);

/** Selects rooms straight into their view. */
export const selectRooms = (tx: Tx, where: Sql, rest: Sql = empty): Promise<RoomView[]> =>
  tx.query<RoomView>(sql`
    select r.id, r.academy_id as "academyId", r.code, r.seats, r.synthetic, r.state,
      r.opening_hours as "openingHours", r.closures, r.version
    from room r where ${where} ${rest}`);

/** Publishes the whole state of these academies, just changed in this transaction. */
export const announceAcademies = (tx: Tx, type: TypeOf<typeof academy>, changed: readonly AcademyView[]) =>
  append(
    tx,
    academy,
    type,
    changed.map(({ id, version, ...state }) => ({ id, version, state: state })),
  );

/** Publishes the whole state of these rooms; `regionOf` tells the region of their academy. */
export const announceRooms = (
  tx: Tx,
  type: TypeOf<typeof room>,
  changed: readonly RoomView[],
  regionOf: (academyId: string) => string,
) =>
  append(
    tx,
    room,
    type,
    changed.map(({ id, version, academyId, code, seats, state, openingHours, closures }) => ({
      id,
      version,
      state: { academyId, region: regionOf(academyId), code, seats, state, openingHours, closures },
    })),
  );
