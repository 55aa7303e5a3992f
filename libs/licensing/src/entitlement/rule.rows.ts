import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { Rule } from './rule.js';

/** All rules, in the order in which they are asked. */
export const selectRules = (tx: Tx): Promise<Rule[]> =>
  tx.query<Rule>(sql`
    select r.id, r.name, kinds, profiles, filieres, valid_from as "validFrom", valid_until as "validUntil", sku_id as "skuId",
      s.audience, disabled_plans as "disabledPlans", priority, grace_days as "graceDays", automatic,
      r.version
    from entitlement_rule r join sku s on s.id = r.sku_id order by priority, r.name`);
