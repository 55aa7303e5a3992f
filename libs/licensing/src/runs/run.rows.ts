import type { Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import { etaOf, type RunView } from './run.js';

type Row = Omit<RunView, 'progress' | 'eta' | 'acceptedAt'> & { accepted_at: Date; started_at: Date | null };

/** Selects runs straight into their view; a preflight of the release before told nothing of single tenants. */
export async function selectRuns(tx: Tx, where: Sql, rest: Sql = empty): Promise<RunView[]> {
  const rows = await tx.query<Row>(sql`
    select r.id, r.sku_id as "skuId", r.action, r.method, r.disabled_plans as "disabledPlans", r.state, r.reason, r.version,
      r.accepted_at, r.started_at, r.total, r.done, r.failed,
      '{"tenants": [], "withoutTenant": 0}'::jsonb || r.preflight
        || jsonb_build_object('seats', '{"short": null}'::jsonb || (r.preflight -> 'seats')) as preflight,
      (select count(*)::int from outcome o where o.run_id = r.id and o.state in ('calling', 'unknown')) as unknown
    from run r where ${where} ${rest}`);
  return rows.map(({ accepted_at: acceptedAt, started_at: startedAt, ...row }) => {
    const ended = row.done + row.failed;
    const eta = row.state === 'running' ? etaOf(startedAt ?? acceptedAt, tx.at, ended, row.total) : null;
    return {
      ...row,
      progress: row.total === 0 ? 1 : ended / row.total,
      eta: eta?.toISOString() ?? null,
      acceptedAt: acceptedAt.toISOString(),
    };
  });
}

/** Runs that have persons whom nobody holds. */
export async function runsLeft(tx: Tx, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    select r.id from run r where
      (r.state = 'running' and exists (select from outcome o where o.run_id = r.id and o.state = 'reserved'))
      or (r.state in ('running', 'paused', 'cancelled') and r.id in (
        select o.run_id from outcome o where o.state in ('calling', 'unknown') and o.leased_until <= ${tx.at}))
    order by r.priority, r.accepted_at limit ${limit}`);
  return rows.map(({ id }) => id);
}
