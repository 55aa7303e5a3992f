import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import type { DriftView } from './drift.js';

/** Persons whose drift is of one of these kinds, by product. */
export const driftingPersons = (
  tx: Tx,
  tenant: string,
  kinds: readonly string[],
): Promise<{ skuId: string; persons: string[] }[]> =>
  tx.query(sql`
    select sku_id as "skuId", array_agg(person_id) as persons from drift
    where tenant = ${tenant} and kind = any(${kinds}::text[]) group by sku_id`);

/** Selects drift `d` of products `s` into its view. */
export const selectDrift = (tx: Tx, where: Sql, rest: Sql): Promise<DriftView[]> =>
  tx.query<DriftView>(sql`
    select d.person_id as "personId", d.sku_id as "skuId", s.part_number as sku, d.academy_id as "academyId", d.kind,
      ${iso('d.found_at')} as "foundAt",
      ${iso('d.restorable_until')} as "restorableUntil"
    from drift d join sku s on s.id = d.sku_id where ${where} ${rest}`);
