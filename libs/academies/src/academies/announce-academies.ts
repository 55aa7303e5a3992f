import { academy } from '@takwin/contracts/events/academies';
import type { TypeOf } from '@takwin/contracts/published';
import { append } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import type { AcademyView } from './academy.js';

/** Publishes the whole state of these academies, just changed in this transaction. */
export const announceAcademies = (tx: Tx, type: TypeOf<typeof academy>, changed: readonly AcademyView[]) =>
  append(
    tx,
    academy,
    type,
    changed.map(({ id, version, ...state }) => ({ id, version, state: state })),
  );
