import { room } from '@takwin/contracts/events/academies';
import type { TypeOf } from '@takwin/contracts/published';
import { append } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import type { RoomView } from '../academies/academy.js';

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
