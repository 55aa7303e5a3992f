import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

/** The ids of the groups by which a tenant gives this SKU. */
export async function groupsOf(tx: Tx, tenant: string, skuId: string): Promise<Set<string>> {
  const rows = await tx.query<{ group_id: string }>(sql`
    select group_id from licence_group where tenant = ${tenant} and sku_id = ${skuId} and group_id is not null`);
  return new Set(rows.map(({ group_id: id }) => id));
}
