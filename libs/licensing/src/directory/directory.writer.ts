import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { renameAccounts } from '../accounts/account.writer.js';
import type { SeenAccount } from '../graph/directory.js';
import { RESTORABLE_MS } from './restorable.js';

export type SyncState = { deltaLink: string | null; generation: number; syncedAt: Date | null };

/** Takes a tenant's directory for this worker; undefined where another one reads it. */
export async function takeDirectory(tx: Tx, tenant: string, leaseMs: number): Promise<SyncState | undefined> {
  await tx.query(sql`insert into directory_sync(tenant) values (${tenant}) on conflict do nothing`);
  return tx.one<SyncState>(sql`
    update directory_sync set leased_until = ${new Date(tx.at.getTime() + leaseMs)}
    where tenant = ${tenant} and leased_until <= ${tx.at}
    returning delta_link as "deltaLink", generation, synced_at as "syncedAt"`);
}

/** Lets another worker take the directory at once, which was not read to its end. */
export async function dropDirectory(tx: Tx, tenant: string): Promise<void> {
  await tx.query(sql`update directory_sync set leased_until = ${tx.at} where tenant = ${tenant}`);
}

/** Writes down a page of what was seen; of an account that was deleted what it held stays known. */
export async function writeAccounts(
  tx: Tx,
  tenant: string,
  generation: number,
  seen: readonly SeenAccount[],
  leaseMs: number,
): Promise<void> {
  const latest = [...new Map(seen.map((account) => [account.objectId, account])).values()];
  const [gone, there] = [latest.filter(({ gone: is }) => is), latest.filter(({ gone: is }) => !is)];
  await tx.query(sql`
    insert into directory_account(tenant, object_id, upn, usage_location, skus, deleted_at, generation)
    select ${tenant}, "objectId", upn, "usageLocation", skus, "deletedAt", ${generation}
    from jsonb_to_recordset(${JSON.stringify(there)}::jsonb) as s("objectId" uuid, upn text, "usageLocation" text, skus uuid[],
      "deletedAt" timestamptz)
    on conflict (tenant, object_id) do update set
      upn = excluded.upn, usage_location = excluded.usage_location, generation = excluded.generation,
      skus = case when excluded.deleted_at is null then excluded.skus else directory_account.skus end,
      deleted_at = excluded.deleted_at`);
  const ids = (reason: string): string[] => gone.filter((one) => one.gone === reason).map(({ objectId }) => objectId);
  await tx.query(sql`
    update directory_account set deleted_at = coalesce(deleted_at, ${tx.at}), generation = ${generation}
    where tenant = ${tenant} and object_id = any(${ids('changed')}::uuid[])`);
  await tx.query(sql`
    delete from directory_account where tenant = ${tenant} and object_id = any(${ids('deleted')}::uuid[])`);
  await tx.query(sql`
    update directory_sync set leased_until = ${new Date(tx.at.getTime() + leaseMs)} where tenant = ${tenant}`);
}

/** A round over the directory is over; after a full one, what it did not tell of any more is forgotten. */
export async function endDirectory(tx: Tx, tenant: string, generation: number, deltaLink: string): Promise<void> {
  await tx.query(sql`
    update directory_sync set delta_link = ${deltaLink}, generation = ${generation}, synced_at = ${tx.at}, leased_until = ${tx.at}
    where tenant = ${tenant}`);
  await tx.query(sql`
    delete from directory_account where tenant = ${tenant} and (
      (generation < ${generation} and deleted_at is null)
      or deleted_at < ${new Date(tx.at.getTime() - RESTORABLE_MS)})`);
  await renameAccounts(tx, tenant);
}
