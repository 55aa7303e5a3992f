import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { appealLife as life } from './appeal.life.js';

type NewAppeal = { registrationId: string; revision: number; ground: string; byCandidate: boolean };

/** Raises an appeal; returns its id. Fails by `appeal_once`. */
export async function raise(tx: Tx, { registrationId, revision, ground, byCandidate }: NewAppeal): Promise<string> {
  const raised = await tx.one<{ id: string }>(sql`
    insert into appeal(registration_id, revision, ground, state, raised_at, created_by, by_candidate)
    values (${registrationId}, ${revision}, ${ground}, ${life.transitions.raise.to}, ${tx.at}, ${tx.actor.subject},
      ${byCandidate})
    returning id`);
  return raised!.id;
}

/** Decides an appeal, whose row is locked, and says why. Fails by `appeal_by_another` where who appealed decides. */
export const decide = (tx: Tx, id: string, step: 'accept' | 'reject', reason: string) =>
  tx.query(sql`
    update appeal set state = ${life.transitions[step].to}, decided_at = ${tx.at}, decided_by = ${tx.actor.subject},
      reason = ${reason}, version = version + 1
    where id = ${id} and state = any(${life.from(step)})`);
