import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { ChargeView } from './charge.js';

/** Selects charges straight into their view. */
export const selectCharges = (tx: Tx, where: Sql, rest: Sql = empty): Promise<ChargeView[]> =>
  tx.query<ChargeView>(sql`
    select c.id, c.registration_id as "registrationId", c.person_id as "personId", c.academy_id as "academyId", c.region,
      c.dirhams, c.payer, c.state, c.version, (
        select jsonb_agg(jsonb_build_object('state', e.state, 'at', ${iso('e.at')}, 'by', e.made_by, 'reason', e.reason)
          order by e.at, e.state) from charge_entry e where e.charge_id = c.id) as entries
    from charge c where ${where} ${rest}`);
