import { createHash } from 'node:crypto';
import sql, { type Sql, raw } from 'sql-template-tag';
import { Refusal } from '../errors/refusal.js';
import type { Tx } from './database.js';

/** The columns by which a row remembers the request that created it, for the list of an insert, and their values. */
export type Once = { columns: Sql; values: Sql };

type Made = { id: string; request_hash: string | null };

/**
 * Creates a row once per Idempotency-Key of the actor: the first request inserts it, the same request again finds it, also
 * when both come at once. Refuses IDEMPOTENCY_KEY_REUSED (422) when the key came with another body. Without a key
 * every request creates. The table has `id`, `created_by`, `idempotency_key`, `request_hash`, unique (created_by, idempotency_key);
 * `insert` is a plain insert without `returning`.
 */
export async function createOnce(
  tx: Tx,
  table: string,
  body: unknown,
  insert: (once: Once) => Sql,
): Promise<{ id: string; created: boolean }> {
  const { subject, idempotencyKey = null } = tx.actor;
  const hash = idempotencyKey === null ? null : hashOf(body);
  const once = {
    columns: sql`created_by, idempotency_key, request_hash`,
    values: sql`${subject}, ${idempotencyKey}, ${hash}`,
  };
  // Else the twin could meet another unique constraint of the row before it meets the key's.
  if (hash !== null) await lockKey(tx);
  const made = await tx.one<Made>(
    sql`${insert(once)} on conflict (created_by, idempotency_key) do nothing returning id, request_hash`,
  );
  if (made) return { id: made.id, created: true };
  const known = await tx.one<Made>(sql`
    select id, request_hash from ${raw(table)} where created_by = ${subject} and idempotency_key = ${idempotencyKey}`);
  if (known?.request_hash !== hash) throw new IdempotencyKeyReused();
  return { id: known!.id, created: false };
}

/** Has requests with one key of one actor come one at a time, until the transaction ends. */
export async function lockKey(tx: Tx): Promise<void> {
  const { subject, idempotencyKey } = tx.actor;
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${`${subject} ${idempotencyKey}`}, 0))`);
}

export class IdempotencyKeyReused extends Refusal {
  constructor() {
    super('IDEMPOTENCY_KEY_REUSED', { status: 422, detail: 'this Idempotency-Key was used for another request' });
  }
}

/** A hash that says whether two bodies ask for the same, whatever the order of their keys. */
export function hashOf(body: unknown): string {
  return createHash('sha256').update(JSON.stringify(body, sorted)).digest('base64url');
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
