import { Injectable } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { Database, refusing } from '@takwin/platform/postgres';
import { invalid } from '@takwin/platform/errors';
import { command, conditional, query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { RuleFields, RuleView } from './rule.js';
import { PlanUnknown, SkuUnknown } from '../runs/run.js';
import { selectRules } from './rule.rows.js';
import { writeRule } from './rule.writer.js';
import { reviewEntitlements } from './decide-entitlements.js';
import { READERS } from '../rules.js';

export const FindRules = query(
  'FindEntitlementRules',
  READERS,
  {},
  {
    summary: 'List entitlement rules',
    description: 'Lists all rules of who is entitled to which licence, in the order in which they are asked.',
  },
);
export type FindRules = z.output<typeof FindRules>;

export const ChangeRule = command(
  'ChangeEntitlementRule',
  { 'programme-admin': 'programme' },
  { ...RuleFields, ...conditional },
  {
    summary: 'Set an entitlement rule',
    description:
      'Writes the rule of this name in the place of the one before; licences follow by themselves. Version 0' +
      ' expects that there is none of the name yet.',
  },
);
export type ChangeRule = z.output<typeof ChangeRule>;

export const RulesView = z.object({ items: z.array(RuleView) }).meta({ id: 'EntitlementRules' });

@Injectable()
export class ChangeRulesHandler {
  constructor(private readonly db: Database) {}

  all(actor: Actor): Promise<z.input<typeof RulesView>> {
    return this.db.readAs(actor, async (tx) => ({ items: await selectRules(tx) }));
  }

  /** Writes a rule and looks at everyone again. Refuses SKU_UNKNOWN, SERVICE_PLAN_UNKNOWN, dates in the wrong order and VERSION_MISMATCH. */
  change(actor: Actor, { expectedVersion, ...rule }: ChangeRule): Promise<RuleView> {
    return this.db.asActor(actor, async (tx) => {
      const sku = await tx.one<{ plans: { id: string }[] }>(sql`
        select s.service_plans as plans from seat_pool p join sku s on s.id = p.sku_id where s.id = ${rule.skuId}`);
      if (!sku) throw new SkuUnknown();
      const foreign = rule.disabledPlans.filter((id) => !sku.plans.some((plan) => plan.id === id));
      if (foreign.length > 0) throw new PlanUnknown(foreign);
      const order = () =>
        invalid([{ path: ['validUntil'], code: 'before_start', message: 'the last day is before the first' }]);
      const written = await refusing(writeRule(tx, rule, expectedVersion), { entitlement_rule_dates: order });
      await reviewEntitlements(tx, sql`true`);
      return { ...rule, ...written };
    });
  }
}
