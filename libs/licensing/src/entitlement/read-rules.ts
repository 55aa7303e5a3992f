import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { NewRule, Rule } from './rule.js';

export const selectRules = (tx: Tx): Promise<Rule[]> =>
  tx.query<Rule>(sql`
    select r.id, r.name, kinds, profiles, filieres, valid_from as "validFrom", valid_until as "validUntil", sku_id as "skuId",
      s.audience, disabled_plans as "disabledPlans", priority, grace_days as "graceDays", automatic
    from entitlement_rule r join sku s on s.id = r.sku_id order by priority, r.name`);

/** Writes a rule under its name, a new one or another version of it; returns its id. */
export async function writeRule(tx: Tx, rule: NewRule): Promise<string> {
  const row = await tx.one<{ id: string }>(sql`
    insert into entitlement_rule as r(name, kinds, profiles, filieres, valid_from, valid_until, sku_id, disabled_plans,
      priority, grace_days, automatic)
    values (${rule.name}, ${rule.kinds}::text[], ${rule.profiles}::text[], ${rule.filieres}::text[], ${rule.validFrom},
      ${rule.validUntil}, ${rule.skuId}, ${rule.disabledPlans}::uuid[], ${rule.priority}, ${rule.graceDays}, ${rule.automatic})
    on conflict (name) do update set kinds = excluded.kinds, profiles = excluded.profiles, filieres = excluded.filieres,
      valid_from = excluded.valid_from, valid_until = excluded.valid_until, sku_id = excluded.sku_id,
      disabled_plans = excluded.disabled_plans, priority = excluded.priority, grace_days = excluded.grace_days,
      automatic = excluded.automatic
    returning id`);
  return row!.id;
}
