import { person } from '@takwin/contracts/events/academies';
import type { TypeOf } from '@takwin/contracts/published';
import { append } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import type { PersonView } from './person.js';

/** Publishes the whole state of these persons, just changed in this transaction; `mergedInto` is whom they turned out to be. */
export const announcePersons = (
  tx: Tx,
  type: TypeOf<typeof person>,
  changed: readonly PersonView[],
  mergedInto: string | null = null,
) =>
  append(
    tx,
    person,
    type,
    changed.map(({ id, version, synthetic: _, inactiveReason: _reason, confirmation: _by, placements, ...state }) => ({
      id,
      version,
      state: {
        ...state,
        mergedInto,
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
