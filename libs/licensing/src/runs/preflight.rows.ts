import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { Preflight } from './preflight.js';
import type { TenantScope } from '../directory/tenant-scope.js';
import { allowLarge } from '../large-statements.js';
import { RESTORABLE_MS } from '../directory/restorable.js';

type Sku = { id: string; part_number: string; plans: { id: string; name: string }[] };
export type Checked = {
  run: { id: string; action: 'assign' | 'revoke'; method: 'direct' | 'group'; skuId: string; plans: string[] };
  sku: Sku;
  others: Sku[];
};

/** A run that is to be checked, with its product and all others of the programme. */
export async function checkedRun(tx: Tx, runId: string): Promise<Checked | undefined> {
  const run = await tx.one<Checked['run']>(sql`
    select id, action, method, sku_id as "skuId", disabled_plans as plans from run where id = ${runId} and state = 'checking'`);
  if (!run) return undefined;
  const skus = await tx.query<Sku>(sql`select s.id, s.part_number, s.service_plans as plans from sku s`);
  return { run, sku: skus.find(({ id }) => id === run.skuId)!, others: skus.filter(({ id }) => id !== run.skuId) };
}

/** Of those whose accounts are in one tenant; `tenant` is null for those whose region none names. */
export type Counted = {
  tenant: string | null;
  persons: number;
  toChange: number;
  alreadyDone: number;
  seatsNeeded: number;
  /** Of these, who have not got the licence there by other means. */
  seatsNeededThere: number;
  duplicateAccounts: number;
  skuClash: number;
  missingAccounts: number;
  restorableAccounts: number;
  missingUsageLocation: number;
};

/** Counts by tenant what a run would meet, by its outcomes and by what the directories were last seen to hold. */
export async function countChecked(
  tx: Tx,
  run: Pick<Checked['run'], 'id' | 'skuId'>,
  tenants: readonly (TenantScope & { domain: string })[],
  clashing: readonly string[],
): Promise<Counted[]> {
  await allowLarge(tx);
  const restorable = new Date(tx.at.getTime() - RESTORABLE_MS);
  return tx.query<Counted>(sql`
    with tenants as (
      select * from rows from (jsonb_to_recordset(${JSON.stringify(tenants)}::jsonb)
        as (id uuid, domain text, regions text[], others text[])) with ordinality as t(id, domain, regions, others, nr)
    ),
    o as (
      select o.*, lower(o.account) || '@' || t.domain as upn, t.id as tenant
      from outcome o left join lateral (
        select id, domain from tenants
        where case when regions is null then o.region <> all(others) else o.region = any(regions) end
        order by nr limit 1) t on true
      where o.run_id = ${run.id}
    ),
    seen as (
      select o.person_id, bool_or(a.deleted_at is null) as live, bool_or(a.deleted_at > ${restorable}) as restorable,
        bool_or(a.deleted_at is null and a.usage_location is null) as unlocated,
        bool_or(a.deleted_at is null and a.skus @> array[${run.skuId}::uuid]) as licensed,
        bool_or(a.deleted_at is null and a.skus && ${clashing}::uuid[]) as clashes
      from o join directory_account a on a.tenant = o.tenant and a.upn = o.upn
      where o.state = 'reserved' group by o.person_id
    )
    select o.tenant, count(*)::int as persons, count(*) filter (where o.state = 'reserved')::int as "toChange",
      count(*) filter (where o.state in ('assigned', 'released'))::int as "alreadyDone",
      count(*) filter (where o.holds_seat)::int as "seatsNeeded",
      count(*) filter (where o.holds_seat and not coalesce(s.licensed, false))::int as "seatsNeededThere",
      count(*) filter (where o.reason = 'ACCOUNT_NOT_UNIQUE')::int as "duplicateAccounts",
      count(*) filter (where o.state = 'reserved' and (coalesce(s.clashes, false) or exists (
        select from licence l where l.person_id = o.person_id and l.state = 'assigned'
          and l.sku_id = any(${clashing}::uuid[]))))::int as "skuClash",
      count(*) filter (where o.state = 'reserved' and not coalesce(s.live, false)
        and not coalesce(s.restorable, false))::int as "missingAccounts",
      count(*) filter (where o.state = 'reserved' and not coalesce(s.live, false) and s.restorable)::int as "restorableAccounts",
      count(*) filter (where o.state = 'reserved' and s.unlocated)::int as "missingUsageLocation"
    from o left join seen s on s.person_id = o.person_id group by o.tenant`);
}

/** Objects that each tenant's directory was last seen to hold. */
export async function objectsOf(tx: Tx): Promise<Map<string, number>> {
  const rows = await tx.query<{ tenant: string; objects: number }>(sql`
    select tenant, count(*)::int as objects from directory_account where deleted_at is null group by tenant`);
  return new Map(rows.map(({ tenant, objects }) => [tenant, objects]));
}

/** Seats that our own pool of a product has left. */
export async function freeInPool(tx: Tx, skuId: string): Promise<number> {
  const row = await tx.one<{ free: number }>(sql`select seats - used as free from seat_pool where sku_id = ${skuId}`);
  return row!.free;
}

/** Persons of a run who may not have the licence, by reason, most first. */
export const refusedOf = (tx: Tx, runId: string): Promise<Preflight['refused']> =>
  tx.query(sql`
    select reason, count(*)::int as persons from outcome where run_id = ${runId} and state = 'failed'
    group by reason order by persons desc, reason`);

/** Runs that wait for their check, the oldest first. */
export const runsToCheck = async (tx: Tx, limit: number): Promise<string[]> => {
  const rows = await tx.query<{ id: string }>(sql`
    select id from run where state = 'checking' order by accepted_at limit ${limit}`);
  return rows.map(({ id }) => id);
};
