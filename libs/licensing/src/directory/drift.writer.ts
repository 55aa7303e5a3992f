import type { Tx } from '@takwin/platform/postgres';
import sql, { empty } from 'sql-template-tag';
import { accountName } from '../account-name.js';
import type { TenantScope } from './tenant-scope.js';
import { allowLarge } from '../large-statements.js';
import { RESTORABLE_MS } from './restorable.js';

const HOUR = 3_600_000;

/**
 * Compares a tenant's directory, as it was read last, with our licences, and lists anew where they differ. People whom a run
 * of the last hour was about are left out: the directory may not tell of that yet. Returns how many differ.
 */
export async function listDrift(tx: Tx, { id: tenant, regions, others }: TenantScope, domain: string): Promise<number> {
  const here = regions
    ? sql`and p.region = any(${regions}::text[])`
    : others.length > 0
      ? sql`and p.region <> all(${others}::text[])`
      : empty;
  const found = sql`
    with known as (
      select p.subject::uuid as person_id, p.academy_id, p.region, 
        lower(${accountName(sql`p.subject::uuid`, sql`p.matricule`)} || '@' || ${domain}::text) as upn
      from person_copy p where p.matricule is not null ${here} and not exists (
        select from outcome o join run r on r.id = o.run_id where o.person_id = p.subject::uuid
          and (r.ended_at is null or r.ended_at > ${new Date(tx.at.getTime() - HOUR)}))
    ), live as (
      select k.person_id, a.skus from known k join directory_account a
        on a.tenant = ${tenant} and a.upn = k.upn and a.deleted_at is null
    ), there as (
      select distinct l.person_id, s.sku_id from live l, unnest(l.skus) as u(sku_id) join seat_pool s on s.sku_id = u.sku_id
    ), ours as (
      select l.person_id, l.sku_id from licence l join known k on k.person_id = l.person_id where l.state = 'assigned'
    ), differing as (
      select coalesce(t.person_id, o.person_id) as person_id, coalesce(t.sku_id, o.sku_id) as sku_id,
        case when o.person_id is null then 'not-here' when l.person_id is not null then 'not-there' else 'no-account' end as kind
      from there t full join ours o on o.person_id = t.person_id and o.sku_id = t.sku_id
      left join live l on l.person_id = o.person_id
      where t.person_id is null or o.person_id is null
    )
    select d.person_id, d.sku_id, k.academy_id, k.region,
      case when d.kind = 'no-account' and gone.deleted_at is not null then 'account-deleted'
        when d.kind in ('not-here', 'not-there') and count(*) filter (where d.kind = 'not-here') over person > 0
          and count(*) filter (where d.kind = 'not-there') over person > 0 then 'other-product'
        else d.kind end as kind,
      gone.deleted_at + ${RESTORABLE_MS / 1_000} * interval '1 second' as restorable_until
    from differing d join known k on k.person_id = d.person_id
    left join lateral (
      select max(a.deleted_at) as deleted_at from directory_account a where a.tenant = ${tenant} and a.upn = k.upn
    ) gone on d.kind = 'no-account'
    window person as (partition by d.person_id)`;
  await allowLarge(tx);
  await tx.query(sql`create temp table found_drift on commit drop as ${found}`);
  await tx.query(sql`
    delete from drift d where d.tenant = ${tenant} and not exists (
      select from found_drift f where f.person_id = d.person_id and f.sku_id = d.sku_id and f.kind = d.kind)`);
  await tx.query(sql`
    insert into drift(tenant, person_id, sku_id, kind, academy_id, region, found_at, restorable_until)
    select ${tenant}, person_id, sku_id, kind, academy_id, region, ${tx.at}, restorable_until from found_drift
    on conflict (person_id, sku_id) do nothing`);
  const row = await tx.one<{ count: number }>(sql`select count(*)::int as count from drift where tenant = ${tenant}`);
  return row!.count;
}
