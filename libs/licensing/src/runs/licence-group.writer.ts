import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

/** The group by which a tenant gives a licence: one for each SKU and set of plans that are off. */
export type LicenceGroup = { groupId: string | null; ready: boolean; mayMake: boolean; partNumber: string };
export type GroupKey = { tenant: string; skuId: string; plans: readonly string[]; name: string };

const plansOf = ({ plans }: GroupKey): string => [...plans].sort().join(',');

/** The group as far as it is there. Where it is not ready, one worker at a time is told that it may make it. */
export async function licenceGroup(tx: Tx, key: GroupKey, leaseMs: number): Promise<LicenceGroup> {
  const { tenant, skuId, name } = key;
  await tx.query(sql`
    insert into licence_group(tenant, sku_id, plans, name) values (${tenant}, ${skuId}, ${plansOf(key)}, ${name})
    on conflict do nothing`);
  const leased = await tx.one(sql`
    update licence_group set leased_until = ${new Date(tx.at.getTime() + leaseMs)}
    where tenant = ${tenant} and sku_id = ${skuId} and plans = ${plansOf(key)} and ready_at is null
      and leased_until <= ${tx.at}
    returning name`);
  const row = await tx.one<{ group_id: string | null; ready: boolean; part_number: string }>(sql`
    select g.group_id, g.ready_at <= ${tx.at} as ready, s.part_number from licence_group g join sku s on s.id = g.sku_id
    where g.tenant = ${tenant} and g.sku_id = ${skuId} and g.plans = ${plansOf(key)}`);
  return {
    groupId: row!.group_id,
    ready: row!.ready === true,
    mayMake: leased !== undefined,
    partNumber: row!.part_number,
  };
}

/** Writes down how far the group is: known, or also licensed, and to be used from `readyAt` on. */
export async function writeGroup(tx: Tx, key: GroupKey, groupId: string, readyAt: Date | null): Promise<void> {
  await tx.query(sql`
    update licence_group set group_id = ${groupId}, ready_at = ${readyAt}, leased_until = ${tx.at}
    where tenant = ${key.tenant} and sku_id = ${key.skuId} and plans = ${plansOf(key)}`);
}
