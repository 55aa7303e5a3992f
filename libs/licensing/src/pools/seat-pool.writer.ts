import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { PoolSeed } from './reference/default-pools.js';

/** Takes so many seats of a product, all of them or none: false where its pool has too few left. */
export async function takeSeats(tx: Tx, skuId: string, seats: number): Promise<boolean> {
  if (seats === 0) return true;
  const taken = await tx.one(sql`
    update seat_pool set used = used + ${seats} where sku_id = ${skuId} and used + ${seats} <= seats returning sku_id`);
  return taken !== undefined;
}

/** Gives back seats of a product that were taken. */
export async function giveBackSeats(tx: Tx, skuId: string, seats: number): Promise<void> {
  if (seats > 0) await tx.query(sql`update seat_pool set used = used - ${seats} where sku_id = ${skuId}`);
}

/** Adds the pools that are missing; those that are there stay as they are. */
export async function loadPools(tx: Tx, pools: readonly PoolSeed[]): Promise<void> {
  await tx.query(sql`
    insert into seat_pool(sku_id, seats, synthetic)
    select "skuId", seats, synthetic from jsonb_to_recordset(${JSON.stringify(pools)}::jsonb)
      as p("skuId" uuid, seats int, synthetic boolean)
    on conflict do nothing`);
}
