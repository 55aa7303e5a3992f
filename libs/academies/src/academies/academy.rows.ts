import type { Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { AcademyView } from './academy.js';

const NAME = sql`jsonb_build_object('fr', name_fr, 'ar', name_ar)`;

/** Selects academies straight into their view. */
export const selectAcademies = (tx: Tx, where: Sql, rest: Sql = empty): Promise<AcademyView[]> =>
  tx.query<AcademyView>(sql`
    select a.id, a.code, jsonb_build_object('fr', a.name_fr, 'ar', a.name_ar) as name, a.kind, a.profile, a.state,
      a.region, (select ${NAME} from region where code = a.region) as "regionName",
      a.province, (select ${NAME} from province where code = a.province) as "provinceName", a.city, a.accredited_on::text as "accreditedOn", a.proposed_on::text as "proposedOn",
      a.membership_until::text as "membershipUntil", a.interruptions, a.version
    from academy a where ${where} ${rest}`);
