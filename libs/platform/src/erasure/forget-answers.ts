import sql from 'sql-template-tag';
import type { Tx } from '../postgres/database.js';
import { ERASED_ANSWER } from '../postgres/keep-once.js';
import type { Whom } from './erasure-work.js';

/** Forgets what keyed writes about a person were answered: who sends one again is told that there is nobody, and does not do it again. */
export async function forgetAnswers(tx: Tx, { ids }: Whom): Promise<void> {
  const named = ids.map((id) => `%${id}%`);
  await tx.query(sql`update kept_work set answer = ${ERASED_ANSWER} where answer like any(${named}::text[])`);
  const former = await tx.one<{ has: boolean }>(sql`select to_regclass('kept_answer') is not null as has`);
  if (former!.has) await tx.query(sql`delete from kept_answer where answer::text like any(${named}::text[])`);
}
