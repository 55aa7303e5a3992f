import { person } from '@takwin/contracts/events/academies';
import { reaction } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { enrolmentLife } from './enrolment.life.js';
import { passSeatsOn, withdraw } from './enrolment.writer.js';

/**
 * Ends the places of persons who have left, and gives their seats to those who wait. A departure that was heeded before is not
 * heeded again: a rebuild starts from old ones, and the person may have come back since.
 */
export const followPersons = reaction(person, async (tx, changes) => {
  const latest = [...new Map(changes.map((change) => [change.id, change])).values()];
  const left = latest.filter(({ state }) => state.state === 'inactive').map(({ id, version }) => ({ id, version }));
  if (left.length === 0) return;
  const heeded = await tx.query<{ id: string }>(sql`
    insert into departure_seen as known(person_id, version)
    select id, version from jsonb_to_recordset(${JSON.stringify(left)}::jsonb) as l(id uuid, version bigint) order by id
    on conflict (person_id) do update set version = excluded.version where excluded.version > known.version
    returning person_id as id`);
  await withdrawPersons(
    tx,
    heeded.map(({ id }) => id),
  );
});

/** Nobody enrols them meanwhile: whoever enrols holds the copies of the persons, which this transaction has just written. */
async function withdrawPersons(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query(sql`
    select from offering where id in (
      select offering_id from enrolment
      where person_id = any(${ids}::uuid[]) and state = any(${enrolmentLife.from('withdraw')}))
    order by id for no key update`);
  const { freed } = await withdraw(tx, sql`e.person_id = any(${ids}::uuid[])`, 'PERSON_HAS_LEFT');
  await passSeatsOn(tx, freed);
}
