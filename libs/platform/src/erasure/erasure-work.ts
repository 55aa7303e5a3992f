import sql, { type Sql } from 'sql-template-tag';
import type { Tx } from '../postgres/database.js';
import type { Migration } from '../postgres/migrate.js';

/** How far a service is with the erasure of persons: it waits for something, has given back what it had to, or is done. */
export const erasureMigration: Migration = {
  name: '2026-12-06-erasure-work',
  up: `
    create table erasure_work(
      person_id uuid primary key, version int not null default 1, changed_at timestamptz not null,
      stage text not null check (stage in ('waiting', 'cleared', 'erased')), because text,
      constraint erasure_work_waits check ((stage = 'waiting') = (because is not null))
    );`,
};

/** Who is erased: the record, and the ids of all that merged into it. */
export type Whom = { id: string; ids: readonly string[]; keepsCredentials: boolean };
export type ToErase = Whom & { stage: 'begun' | 'erased' };
export type Stage = 'waiting' | 'cleared' | 'erased';

/**
 * Of the persons whom `told` selects (id, ids, stage, "keepsCredentials") those with whom this service is not as far; of one that waits, by
 * looking again.
 */
export const selectUndone = (tx: Tx, told: Sql, rest: Sql): Promise<ToErase[]> =>
  tx.query<ToErase>(sql`
    select t.id, t.ids, t.stage, t."keepsCredentials" from (${told}) t left join erasure_work w on w.person_id = t.id
    where (t.stage = 'begun' and coalesce(w.stage, 'waiting') = 'waiting' or t.stage = 'erased' and w.stage is distinct from 'erased')
      ${rest}`);

type Noted = { version: number };

/** Writes down how far it is: the version of what changed, undefined where it was so already. */
export const noteStage = (tx: Tx, id: string, stage: Stage, because: string | null): Promise<Noted | undefined> =>
  tx.one<Noted>(sql`
    insert into erasure_work as w(person_id, stage, because, changed_at) values (${id}, ${stage}, ${because}, ${tx.at})
    on conflict (person_id) do update set stage = excluded.stage, because = excluded.because, changed_at = excluded.changed_at,
      version = w.version + 1
    where (w.stage, w.because) is distinct from (excluded.stage, excluded.because) returning version`);

/** Whom a service's copy of the register says are to be erased, each with the records that merged into it. */
export const toldByCopy = (keepsCredentials: Sql = sql`false`): Sql => sql`
  select p.subject::uuid as id, p.erasure as stage, ${keepsCredentials} as "keepsCredentials", array(
    with recursive line(id) as (
      select p.subject union select o.subject from line join person_copy o on o.merged_into::text = line.id)
    select id::uuid from line) as ids
  from person_copy p where p.erasure is not null and p.merged_into is null`;
