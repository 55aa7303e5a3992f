import { demandVersion, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { NewRule } from './rule.js';

/**
 * Writes a rule under its name, a new one or the next version of it. Refuses VERSION_MISMATCH where another is there than was
 * expected: 0 stands for none of that name.
 */
export async function writeRule(
  tx: Tx,
  rule: NewRule,
  expectedVersion?: number,
): Promise<{ id: string; version: number }> {
  const row = await tx.one<{ id: string; version: number }>(sql`
    insert into entitlement_rule as r(name, kinds, profiles, filieres, valid_from, valid_until, sku_id, disabled_plans,
      priority, grace_days, automatic)
    values (${rule.name}, ${rule.kinds}::text[], ${rule.profiles}::text[], ${rule.filieres}::text[], ${rule.validFrom},
      ${rule.validUntil}, ${rule.skuId}, ${rule.disabledPlans}::uuid[], ${rule.priority}, ${rule.graceDays}, ${rule.automatic})
    on conflict (name) do update set kinds = excluded.kinds, profiles = excluded.profiles, filieres = excluded.filieres,
      valid_from = excluded.valid_from, valid_until = excluded.valid_until, sku_id = excluded.sku_id,
      disabled_plans = excluded.disabled_plans, priority = excluded.priority, grace_days = excluded.grace_days,
      automatic = excluded.automatic, version = r.version + 1
    returning id, version`);
  // Whoever wrote it meanwhile was waited for: only what was written tells what it stood at.
  demandVersion(expectedVersion, row!.version - 1);
  return row!;
}
