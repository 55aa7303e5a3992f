import { hashOf, IdempotencyKeyReused, type Tx } from '@takwin/platform/postgres';
import sql, { raw } from 'sql-template-tag';

/** The row that the same request made already, by its Idempotency-Key, before any rule could refuse its repetition. */
export async function findIdempotent(
  tx: Tx,
  table: 'registration' | 'sitting' | 'campaign' | 'appeal' | 'voucher',
  body: unknown,
): Promise<string | undefined> {
  const { subject, idempotencyKey } = tx.actor;
  if (idempotencyKey === undefined) return undefined;
  const made = await tx.one<{ id: string; request_hash: string }>(sql`
    select id, request_hash from ${raw(table)} where created_by = ${subject} and idempotency_key = ${idempotencyKey}`);
  if (made && made.request_hash !== hashOf(body)) throw new IdempotencyKeyReused();
  return made?.id;
}
