import { person } from '@takwin/contracts/events/academies';
import type { TypeOf } from '@takwin/contracts/published';
import { append } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { PersonView } from './person.js';

/** What is said of a record beside what it holds: whom it turned out to be, and how far its erasure is. */
type Fate = { mergedInto?: string | null; erasure?: 'begun' | null; keepsCredentials?: boolean };

/** Publishes the whole state of these persons, just changed in this transaction. */
export const announcePersons = (
  tx: Tx,
  type: TypeOf<typeof person>,
  changed: readonly PersonView[],
  { mergedInto = null, erasure = null, keepsCredentials = false }: Fate = {},
) =>
  append(
    tx,
    person,
    type,
    changed.map(
      ({
        id,
        version,
        synthetic: _,
        inactiveReason: _reason,
        confirmation: _by,
        numbersConfirmed: _numbers,
        standsAsClaim: _claim,
        placements,
        ...state
      }) => ({
        id,
        version,
        state: {
          ...state,
          ...{ mergedInto, erasure, keepsCredentials },
          placements: placements.map(
            ({ group: { code, ...group }, endedOn: _on, endedBecause: _because, ...placement }) => ({
              ...placement,
              group: code,
              ...group,
            }),
          ),
        },
      }),
    ),
  );

type Erased = Pick<PersonView, 'id' | 'kind' | 'academyId' | 'region'> & {
  former: readonly string[];
  keepsCredentials: boolean;
};

/** What is said of whoever is erased, in place of a name: nothing. */
const NAMELESS = { fr: '—', ar: null };

/**
 * Publishes of persons whom the register has no more, and of the records that merged into them, that they are erased: where they counted and
 * as what stays, by ids that name nobody.
 */
export async function announceErased(tx: Tx, erased: readonly Erased[]): Promise<void> {
  await tx.query(sql`set local statement_timeout = 0`);
  for (const { id, former, kind, academyId, region, keepsCredentials } of erased) {
    const told = await tx.query<{ id: string; version: number }>(sql`
      select c ->> 's' as id, max((c ->> 'v')::bigint) as version
      from (select body from event where subject = ${person.subject} union all select body from event_new where subject = ${person.subject}) e,
        jsonb_array_elements(e.body -> 'changes') c
      where c ->> 's' = any(${[id, ...former]}::text[]) group by 1`);
    await append(
      tx,
      person,
      'PersonErased',
      told.map((one) => ({
        id: one.id,
        version: one.version + 1,
        state: {
          ...{
            kind,
            academyId,
            region,
            name: NAMELESS,
            matricule: null,
            birthDate: null,
            state: 'inactive',
            placements: [],
          },
          ...{
            leftOn: null,
            confirmed: true,
            birthDateConfirmed: true,
            nameCorrectedAt: null,
            keepsCredentials,
            erasure: 'erased',
          },
          mergedInto: one.id === id ? null : id,
        },
      })),
    );
  }
}
