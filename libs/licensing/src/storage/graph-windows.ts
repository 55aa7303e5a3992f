import type { Tx } from '@takwin/platform/postgres/database';
import sql from 'sql-template-tag';
import { Budget, type Limits, type Windows } from '../pacing/budget.js';
import type { Window } from '../pacing/window.js';

/** The rows that an app's budget consists of: two of its own in the tenant, and one that it shares with the tenant's other apps. */
export type BudgetKeys = { writes: string; units: string; tenantWrites: string };

export const keysOf = (tenant: string, clientId: string): BudgetKeys => ({
  writes: `${tenant}/${clientId}/writes`,
  units: `${tenant}/${clientId}/units`,
  tenantWrites: `${tenant}/writes`,
});

type Row = {
  key: string;
  no: number;
  opens_at: Date | null;
  spent: number;
  confirmed: boolean;
  not_before: Date | null;
  patch_cost: number;
  patches: number;
};

const NAMES = ['writes', 'units', 'tenantWrites'] as const;

/** Makes the rows where they are missing: once, at the start of a worker. */
export async function prepareWindows(tx: Tx, keys: BudgetKeys, patchCost: number): Promise<void> {
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
    select key, no, nullif(opens_at, '-infinity') as opens_at, spent, confirmed,
      nullif(not_before, '-infinity') as not_before, patch_cost, patches
    from graph_window where key = any(${Object.values(keys)}::text[]) order by key for update`);
  const byKey = new Map(rows.map((row) => [row.key, windowOf(row)]));
  const windows = Object.fromEntries(NAMES.map((name) => [name, byKey.get(keys[name])!])) as Windows;
  const budget = new Budget(limits, windows, tx.at.getTime());
  const result = await work(budget);
  const changed = NAMES.filter((name) => budget.windows[name] !== windows[name]);
  if (changed.length > 0)
    await save(
      tx,
      changed.map((name) => ({ key: keys[name], ...budget.windows[name] })),
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

const windowOf = (row: Row): Window => ({
  no: row.no,
  opensAt: row.opens_at?.getTime() ?? -Infinity,
  spent: row.spent,
  confirmed: row.confirmed,
  notBefore: row.not_before?.getTime() ?? -Infinity,
  patchCost: row.patch_cost,
  patches: row.patches,
});

async function save(tx: Tx, windows: readonly (Window & { key: string })[]): Promise<void> {
  const instant = (ms: number): string => (ms === -Infinity ? '-infinity' : new Date(Math.ceil(ms)).toISOString());
  const rows = windows.map(({ opensAt, notBefore, ...window }) => ({
    ...window,
    opens_at: instant(opensAt),
    not_before: instant(notBefore),
  }));
  await tx.query(sql`
    update graph_window w
    set no = v.no, opens_at = v.opens_at, spent = v.spent, confirmed = v.confirmed, not_before = v.not_before,
      patch_cost = v."patchCost", patches = v.patches
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(key text, no bigint, opens_at timestamptz,
      spent double precision, confirmed boolean, not_before timestamptz, "patchCost" double precision, patches int)
    where w.key = v.key`);
}
