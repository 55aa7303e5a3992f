import { type Merges, movesOf, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

/**
 * Takes the accounts of these persons of a run for them, before anything is asked of Microsoft by their names. One that was never made, and
 * that nobody is asked for now, is whose number it is. Returns those whose account is somebody else's.
 */
export async function takeAccounts(tx: Tx, runId: string, personIds: readonly string[]): Promise<string[]> {
  const asked = sql`outcome o where o.run_id = ${runId} and o.person_id = any(${personIds}::uuid[])`;
  await tx.query(sql`
    insert into account as h(name, person_id)
    select o.account, person_now(o.person_id) from ${asked} and o.account is not null order by o.account
    on conflict (name) do update set person_id = excluded.person_id, stated_of = null
    where h.person_id is distinct from excluded.person_id and h.object_id is null and not exists (
      select from outcome c where c.person_id = coalesce(h.stated_of, h.person_id) and c.account = h.name and c.state in ('calling', 'unknown'))`);
  const others = await tx.query<{ id: string }>(sql`
    select o.person_id as id from ${asked} and not exists (
      select from account h where h.name = o.account and h.person_id = person_now(o.person_id))`);
  return others.map(({ id }) => id);
}

/** Writes down which accounts Microsoft knows by the names of these persons of a run; returns those to whom it answered with somebody else's. */
export async function keepAccounts(
  tx: Tx,
  runId: string,
  seen: readonly { personId: string; objectId?: string | undefined }[],
): Promise<ReadonlySet<string>> {
  const rows = seen.flatMap(({ personId, objectId }) => (objectId ? [{ personId, objectId }] : []));
  if (rows.length === 0) return new Set();
  const known = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v("personId" uuid, "objectId" uuid)`;
  const others = await tx.query<{ id: string }>(sql`
    select v."personId" as id from ${known} join account h on h.object_id = v."objectId"
    where h.person_id is distinct from person_now(v."personId")`);
  const ids = others.map(({ id }) => id);
  await tx.query(sql`
    update account h set object_id = v."objectId" from ${known} join outcome o on o.person_id = v."personId"
    where o.run_id = ${runId} and h.name = o.account and h.person_id = person_now(o.person_id)
      and h.object_id is distinct from v."objectId" and v."personId" <> all(${ids}::uuid[])`);
  return new Set(ids);
}

/** Follows accounts that were given another name in the tenant: the name that they had is free. */
export const renameAccounts = (tx: Tx, tenant: string): Promise<unknown> =>
  tx.query(sql`
    update account h set name = seen.name from (
      select distinct on (name) object_id, name from (
        select object_id, split_part(upn, '@', 1) as name from directory_account where tenant = ${tenant} and deleted_at is null) a
      order by name, object_id) seen
    where h.object_id = seen.object_id and h.name <> seen.name and not exists (select from account o where o.name = seen.name)`);

/** Gives accounts to whose they are now; the person who has one keeps the own one, too. */
export async function mergeAccounts(tx: Tx, merges: Merges): Promise<void> {
  const { set, where } = movesOf('h', merges);
  await tx.query(sql`update account h set ${set} where ${where}`);
}
