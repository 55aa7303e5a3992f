import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { NewRule } from './rule.js';

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
