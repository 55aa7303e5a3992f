import type { Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { LicenceView } from './licence.js';

/** Selects licences straight into their view. */
export const selectLicences = (tx: Tx, where: Sql, rest: Sql = empty): Promise<LicenceView[]> =>
  tx.query<LicenceView>(sql`
    select l.id, l.person_id as "personId", l.sku_id as "skuId", s.part_number as sku, l.academy_id as "academyId",
      l.state, l.assigned_on as "assignedOn"
    from licence l join sku s on s.id = l.sku_id where ${where} ${rest}`);
