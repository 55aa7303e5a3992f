import { systemActor } from '@takwin/platform/auth';
import type { Database } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { defaultPools } from './pools/reference/default-pools.js';
import { defaultRules } from './entitlement/reference/default-rules.js';
import { loadPools } from './pools/seat-pool.writer.js';
import { skus } from './pools/reference/skus.js';
import { writeRule } from './entitlement/rule.writer.js';

/** Loads the education SKUs and the pools that the programme starts with; what is there already stays as it is. */
export async function loadLicensingReference(db: Database): Promise<void> {
  await db.asActor(systemActor('reference'), async (tx) => {
    await tx.query(sql`
      insert into sku(id, part_number, name, audience, service_plans)
      select id, "partNumber", name, audience, "servicePlans" from jsonb_to_recordset(${JSON.stringify(skus())}::jsonb)
        as s(id uuid, "partNumber" text, name text, audience text, "servicePlans" jsonb)
      on conflict do nothing`);
    await loadPools(tx, defaultPools());
    const known = await tx.one(sql`select from entitlement_rule limit 1`);
    if (!known) for (const rule of defaultRules()) await writeRule(tx, rule);
  });
}
