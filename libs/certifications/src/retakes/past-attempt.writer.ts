import { type Merges, movesOf, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

/** Gives attempts that were made elsewhere to whose they are now, those that were taken back too; one that both had is one. */
export async function mergeAttempts(tx: Tx, merges: Merges): Promise<void> {
  const { set, where, to } = movesOf('o', merges);
  await tx.query(sql`
    update past_attempt o set ${set} where ${where} and (o.person_id, o.exam_code, o.started_at) in (
      select distinct on (${to}, o.exam_code, o.started_at) o.person_id, o.exam_code, o.started_at from past_attempt o
      where ${where} and not exists (select from past_attempt own
        where own.person_id = ${to} and own.exam_code = o.exam_code and own.started_at = o.started_at)
      order by ${to}, o.exam_code, o.started_at, o.person_id)`);
  await tx.query(sql`update past_attempt_revocation o set ${set} where ${where}`);
}
