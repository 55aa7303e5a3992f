import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

/** Tenants that were not read since then. */
export const unreadDirectories = async (tx: Tx, tenants: readonly string[], since: Date): Promise<string[]> => {
  const rows = await tx.query<{ tenant: string }>(sql`
    select t as tenant from unnest(${tenants}::uuid[]) t left join directory_sync s on s.tenant = t
    where (s.synced_at is null or s.synced_at < ${since}) and coalesce(s.leased_until, '-infinity') <= ${tx.at}`);
  return rows.map(({ tenant }) => tenant);
};
