import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { PersonMayBeRegistered } from './person.js';
import { type Identity, keysOf, readLookalikes } from './read-lookalikes.js';

/** Holds the name of somebody who is to be registered until the transaction ends: of two of one name at once the later finds the other. */
async function holdName(tx: Tx, { name, birthDate }: Pick<Identity, 'name' | 'birthDate'>): Promise<void> {
  if (birthDate === null) await waitForFiles(tx);
  await hold(
    tx,
    sql`
    select concat_ws(' ', key, told) as key
    from unnest(${keysOf(name)}) key, unnest(array['', ${birthDate}::text]) told where told is not null
    union all select concat_ws(' ', person_sounds(${name.family}, ${name.given}), ${birthDate}::text)`,
  );
}

/** Holds the names of those whom rows of a roster would bring in, until the file is done. */
export async function holdNames(tx: Tx, rows: Sql): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock_shared(${UNDATED})`);
  await hold(
    tx,
    sql`
    select concat_ws(' ', key, r.birth_date) as key
    from (${rows}) r, unnest(r.name_keys || person_sounds(r.family, r.given)) key`,
  );
}

/** Held by who takes in or renames somebody without a birth date, shared by files: such a one is asked about by the name alone. */
const UNDATED = sql`hashtextextended('persons without a birth date', 0)`;

/** Waits until no file that is taken in can hold somebody who may be the same; refuses (lock_not_available) after five seconds. */
async function waitForFiles(tx: Tx): Promise<void> {
  await tx.query(sql`set local lock_timeout = '5s'`);
  await tx.query(sql`select pg_advisory_xact_lock(${UNDATED})`);
  await tx.query(sql`set local lock_timeout = 0`);
}

const hold = (tx: Tx, keys: Sql): Promise<unknown> =>
  tx.query(sql`
    insert into person_claim(key) select distinct md5(key) from (${keys}) k order by 1
    on conflict (key) do update set key = excluded.key`);

/**
 * Refuses PERSON_MAY_BE_REGISTERED of those whom the actor may read; of two who register one person at once, the later waits here and
 * finds the other's. Returns the first of those outside the actor's scope, whom nobody there can say that it is not.
 */
export async function demandUnknown(tx: Tx, one: Identity, others: readonly string[]): Promise<string | null> {
  await holdName(tx, one);
  const alike = await readLookalikes(tx, one);
  const mine = alike.filter(({ isMine, personId }) => isMine && !others.includes(personId));
  if (mine.length > 0) throw new PersonMayBeRegistered(mine.map(({ personId, state }) => ({ personId, state })));
  return alike.find(({ isMine, personId }) => !isMine && !others.includes(personId))?.personId ?? null;
}
