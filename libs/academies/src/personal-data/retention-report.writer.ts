import type { Service } from '@takwin/contracts/topology';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

type Run = { kind: string; on: string; until: string; removed: number };

/** Notes what a service told of its runs; told again it is the same. */
export async function noteRuns(tx: Tx, service: Service, runs: readonly Run[]): Promise<void> {
  await tx.query(sql`
    insert into retention_report(service, kind, on_day, until_at, removed, ended_at)
    select ${service}, kind, "on", until, removed, ${tx.at}
    from jsonb_to_recordset(${JSON.stringify(runs)}::jsonb) as r(kind text, "on" date, until timestamptz, removed int)
    on conflict (service, kind, on_day) do nothing`);
}
