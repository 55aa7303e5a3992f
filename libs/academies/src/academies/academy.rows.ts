import type { Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { AcademyView } from './academy.js';

const NAME = sql`jsonb_build_object('fr', name_fr, 'ar', name_ar)`;
/** Regions and provinces are called as their source (HCP) calls them, in both languages. */
const AS_FOUND = sql`'{"fr": "official", "ar": "official"}'::jsonb`;

/** Selects academies straight into their view. */
export const selectAcademies = (tx: Tx, where: Sql, rest: Sql = empty): Promise<AcademyView[]> =>
  tx.query<AcademyView>(sql`
    select a.id, a.code, jsonb_build_object('fr', a.name_fr, 'ar', a.name_ar) as name,
      jsonb_build_object('fr', case when o.name_fr = a.name_fr then o.fr else 'official' end,
        'ar', case when a.name_ar is null then null when o.name_ar = a.name_ar then o.ar else 'official' end) as "nameOrigins", a.kind, a.profile, a.state,
      a.region, (select ${NAME} from region where code = a.region) as "regionName", ${AS_FOUND} as "regionNameOrigins",
      a.province, (select ${NAME} from province where code = a.province) as "provinceName",
      ${AS_FOUND} as "provinceNameOrigins", a.city, a.accredited_on::text as "accreditedOn", a.proposed_on::text as "proposedOn",
      a.membership_until::text as "membershipUntil", a.interruptions, a.version
    from academy a left join academy_name_origin o on o.academy_id = a.id where ${where} ${rest}`);
