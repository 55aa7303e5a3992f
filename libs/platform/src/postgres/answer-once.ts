import sql from 'sql-template-tag';
import type { Tx } from './database.js';
import { hashOf, IdempotencyKeyReused, lockKey } from './idempotency.js';
import type { Migration } from './migrate.js';

/** The table of answers, in each schema whose operations `answerOnce`. */
export const answersMigration: Migration = {
  name: 'answers',
  up: `
    create table kept_answer(
      created_by text, idempotency_key text, request_hash text not null, answer jsonb not null,
      answered_at timestamptz not null, primary key (created_by, idempotency_key)
    );
    create index kept_answer_at on kept_answer(answered_at);`,
};

const KEPT = 7 * 86_400_000;

/**
 * Does once per Idempotency-Key of the actor what makes no row that could keep the key (then: `createOnce`): the same request
 * again, within a week, gets the first one's answer, also when both come at once. Refuses IDEMPOTENCY_KEY_REUSED (422) when
 * the key came with another request. Without a key every request is done. The answer is plain JSON.
 */
export async function answerOnce<T>(tx: Tx, operation: string, body: unknown, work: () => Promise<T>): Promise<T> {
  const { subject, idempotencyKey } = tx.actor;
  if (idempotencyKey === undefined) return work();
  const hash = hashOf({ operation, body });
  await lockKey(tx);
  const kept = await tx.one<{ request_hash: string; answer: T }>(sql`
    select request_hash, answer from kept_answer
    where created_by = ${subject} and idempotency_key = ${idempotencyKey}`);
  if (kept && kept.request_hash !== hash) throw new IdempotencyKeyReused();
  if (kept) return kept.answer;
  const answer = await work();
  await tx.query(sql`delete from kept_answer where answered_at < ${new Date(tx.at.getTime() - KEPT)}`);
  await tx.query(sql`
    insert into kept_answer(created_by, idempotency_key, request_hash, answer, answered_at)
    values (${subject}, ${idempotencyKey}, ${hash}, ${JSON.stringify(answer)}, ${tx.at})`);
  return answer;
}
