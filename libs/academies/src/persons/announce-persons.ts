import { person } from '@takwin/contracts/events/academies';
import type { TypeOf } from '@takwin/contracts/published';
import { append } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import type { PersonView } from './person.js';

/** Publishes the whole state of these persons, just changed in this transaction. */
export const announcePersons = (tx: Tx, type: TypeOf<typeof person>, changed: readonly PersonView[]) =>
  append(
    tx,
    person,
    type,
    changed.map(({ id, version, synthetic: _, inactiveReason: _reason, confirmation: _by, placements, ...state }) => ({
      id,
      version,
      state: {
        ...state,
        placements: placements.map(
          ({ group: { code, ...group }, endedOn: _on, endedBecause: _because, ...placement }) => ({
            ...placement,
            group: code,
            ...group,
          }),
        ),
      },
    })),
  );
