import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { Budget, type Limits, type Quotas } from './budget.js';
import type { Quota } from './quota.js';

/** The rows that an app's budget consists of: two of its own in the tenant, and one that it shares with the tenant's other apps. */
export type BudgetKeys = { writes: string; units: string; tenantWrites: string };

export const keysOf = (tenant: string, clientId: string): BudgetKeys => ({
  writes: `${tenant}/${clientId}/writes`,
  units: `${tenant}/${clientId}/units`,
  tenantWrites: `${tenant}/writes`,
});

type Row = {
  key: string;
  /** Each its end (ms since 1970), its amount, and the PATCHes in it. */
  charges: [number, number, number][];
  not_before: Date | null;
  patch_cost: number;
};

const NAMES = ['writes', 'units', 'tenantWrites'] as const;

/** Makes the rows where they are missing: once, at the start of a worker. */
export async function prepareQuotas(tx: Tx, keys: BudgetKeys, patchCost: number): Promise<void> {
  await tx.query(sql`
    insert into graph_window(key, patch_cost) select key, ${patchCost} from unnest(${Object.values(keys)}::text[]) as key
    on conflict do nothing`);
}

/**
 * Works on an app's budget with its rows locked, so that of any number of workers none takes what another has taken. Call it
 * before other rows are locked.
 */
export async function withBudget<T>(
  tx: Tx,
  keys: BudgetKeys,
  limits: Limits,
  work: (budget: Budget) => T | Promise<T>,
): Promise<T> {
  const rows = await tx.query<Row>(sql`
    select key, charges, nullif(not_before, '-infinity') as not_before, patch_cost
    from graph_window where key = any(${Object.values(keys)}::text[]) order by key for update`);
  const byKey = new Map(rows.map((row) => [row.key, quotaOf(row)]));
  const quotas = Object.fromEntries(NAMES.map((name) => [name, byKey.get(keys[name])!])) as Quotas;
  const budget = new Budget(limits, quotas, tx.at.getTime());
  const result = await work(budget);
  const changed = NAMES.filter((name) => budget.quotas[name] !== quotas[name]);
  if (changed.length > 0)
    await save(
      tx,
      changed.map((name) => ({ key: keys[name], ...budget.quotas[name] })),
    );
  return result;
}

/** Milliseconds until an app may call again, as Microsoft has asked; 0 when that is now. */
export async function heldFor(tx: Tx, keys: BudgetKeys): Promise<number> {
  const row = await tx.one<{ until: Date | null }>(sql`
    select nullif(max(not_before), '-infinity') as until from graph_window
    where key = any(${Object.values(keys)}::text[])`);
  return Math.max(0, (row?.until?.getTime() ?? 0) - tx.at.getTime());
}

const quotaOf = (row: Row): Quota => ({
  charges: row.charges.map(([until, amount, patches]) => ({ until, amount, patches })),
  notBefore: row.not_before?.getTime() ?? -Infinity,
  patchCost: row.patch_cost,
});

async function save(tx: Tx, quotas: readonly (Quota & { key: string })[]): Promise<void> {
  const instant = (ms: number): string => (ms === -Infinity ? '-infinity' : new Date(Math.ceil(ms)).toISOString());
  const rows = quotas.map(({ key, charges, notBefore, patchCost }) => ({
    key,
    charges: charges.map(({ until, amount, patches }) => [until, amount, patches]),
    not_before: instant(notBefore),
    patch_cost: patchCost,
  }));
  await tx.query(sql`
    update graph_window w set charges = v.charges, not_before = v.not_before, patch_cost = v.patch_cost
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as v(key text, charges jsonb, not_before timestamptz, patch_cost double precision)
    where w.key = v.key`);
}
