import type { Tx } from '@takwin/platform/postgres/database';
import sql from 'sql-template-tag';

export type Pace = { writes: number; windowMs: number };

/** Milliseconds until anyone may call again, as Microsoft has asked; 0 when that is now. */
export async function waitFor(tx: Tx, app: string): Promise<number> {
  const row = await tx.one<{ not_before: Date | null }>(sql`
    select nullif(not_before, '-infinity') as not_before from graph_budget where app = ${app}`);
  return Math.max(0, (row?.not_before?.getTime() ?? 0) - tx.at.getTime());
}

/**
 * Takes `writes` of the window that all workers share, in one statement: 0, or the milliseconds until the next window where this
 * one is spent. Fixed windows (Microsoft Graph throttling limits: 3,000 writes in 150 s per app and tenant).
 */
export async function takeWrites(tx: Tx, app: string, writes: number, pace: Pace): Promise<number> {
  if (writes === 0) return 0;
  const windowFrom = new Date(tx.at.getTime() - pace.windowMs);
  const taken = await tx.one(sql`
    insert into graph_budget as b(app, window_from, writes) values (${app}, ${tx.at}, ${writes})
    on conflict (app) do update set
      window_from = case when b.window_from <= ${windowFrom} then excluded.window_from else b.window_from end,
      writes = case when b.window_from <= ${windowFrom} then 0 else b.writes end + excluded.writes
    where b.not_before <= ${tx.at} and (b.window_from <= ${windowFrom} or b.writes + excluded.writes <= ${pace.writes})
    returning app`);
  if (taken) return 0;
  const held = await waitFor(tx, app);
  if (held > 0) return held;
  const { from } = (await tx.one<{ from: Date }>(
    sql`select window_from as from from graph_budget where app = ${app}`,
  ))!;
  return Math.max(1, from.getTime() + pace.windowMs - tx.at.getTime());
}

/** Nobody calls before then. */
export async function holdUntil(tx: Tx, app: string, instant: Date): Promise<void> {
  await tx.query(sql`
    insert into graph_budget as b(app, not_before) values (${app}, ${instant})
    on conflict (app) do update set not_before = greatest(b.not_before, excluded.not_before)`);
}
