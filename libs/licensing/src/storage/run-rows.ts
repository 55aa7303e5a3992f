import type { Tx } from '@takwin/platform/postgres/database';
import sql, { type Sql } from 'sql-template-tag';
import { etaOf, type RunView } from '../run/run.js';

type Row = Omit<RunView, 'progress' | 'eta' | 'acceptedAt'> & { accepted_at: Date };

/** Selects runs straight into their view, their outcomes counted. */
export async function selectRuns(tx: Tx, where: Sql): Promise<RunView[]> {
  const rows = await tx.query<Row>(sql`
    select r.id, r.sku_id as "skuId", r.action, r.state, r.version, r.accepted_at,
      count(*)::int as total,
      count(*) filter (where o.state in ('assigned', 'released'))::int as done,
      count(*) filter (where o.state in ('failed', 'cancelled'))::int as failed,
      count(*) filter (where o.state in ('calling', 'unknown'))::int as unknown
    from run r join outcome o on o.run_id = r.id where ${where} group by r.id`);
  return rows.map(({ accepted_at: acceptedAt, ...row }) => {
    const ended = row.done + row.failed;
    const eta = row.state === 'running' ? etaOf(acceptedAt, tx.at, ended, row.total) : null;
    return {
      ...row,
      progress: row.total === 0 ? 1 : ended / row.total,
      eta: eta?.toISOString() ?? null,
      acceptedAt: acceptedAt.toISOString(),
    };
  });
}
