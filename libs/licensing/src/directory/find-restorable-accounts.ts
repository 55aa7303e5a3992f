import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { RESTORABLE_MS } from './restorable.js';

/** Object ids of accounts that were deleted and can be restored, by account name before the domain. */
export async function restorableAccounts(
  tx: Tx,
  tenant: string,
  upns: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ upn: string; object_id: string }>(sql`
    select distinct on (upn) upn, object_id from directory_account a
    where tenant = ${tenant} and upn = any(${upns}::text[]) and deleted_at > ${new Date(tx.at.getTime() - RESTORABLE_MS)}
      and not exists (select from directory_account b
        where b.tenant = a.tenant and b.upn = a.upn and b.deleted_at is null)
    order by upn, deleted_at desc`);
  return new Map(rows.map((row) => [row.upn, row.object_id]));
}
