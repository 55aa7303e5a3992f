import type { Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { CataloguedCertificationView } from './catalogued-certification.js';

export const selectCataloguedCertifications = (
  tx: Tx,
  where: Sql,
  rest: Sql = empty,
): Promise<CataloguedCertificationView[]> =>
  tx.query<CataloguedCertificationView>(sql`
    select c.id, c.title, c.level, lower(replace(c.unreachable, '_', '-')) as unreachable, c.prerequisites, c.renewal_months as "renewalMonths",
      c.retired_on::text as "retiredOn", c.gone_by::text as "goneBy", c.source, c.as_of::text as "asOf",
      coalesce((select jsonb_agg(codes order by alternative) from (
        select r.alternative, jsonb_agg(r.exam_code order by r.exam_code) as codes from requirement r
        where r.certification_id = c.id group by r.alternative) g), '[]') as requires
    from certification c where ${where} ${rest}`);
