import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

/** A tenant as it is configured: the domain of its accounts, and the regions that it names. */
type ConfiguredTenant = { id: string; domain: string; regions: readonly string[] | null };

/** Keeps which tenants there are, in the place of those that were: for who tells where an account would be. */
export async function keepTenants(tx: Tx, tenants: readonly ConfiguredTenant[]): Promise<void> {
  await tx.query(sql`delete from directory_tenant where id <> all(${tenants.map(({ id }) => id)}::uuid[])`);
  await tx.query(sql`
    insert into directory_tenant as t(id, domain, regions)
    select id, domain, regions from jsonb_to_recordset(${JSON.stringify(tenants)}::jsonb) as c(id uuid, domain text, regions text[])
    on conflict (id) do update set domain = excluded.domain, regions = excluded.regions
    where (t.domain, t.regions) is distinct from (excluded.domain, excluded.regions)`);
}
