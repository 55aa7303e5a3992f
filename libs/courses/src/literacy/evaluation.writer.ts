import { type Merges, movesOf, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { evaluationLife as life } from './evaluation.life.js';

/** Holds an evaluation of `score` (0-1000) of a person whose track the transaction holds; returns its id. */
export async function holdEvaluation(tx: Tx, personId: string, score: number): Promise<string> {
  const held = await tx.one<{ id: string }>(sql`
    insert into literacy_evaluation(person_id, score, state, sent_at, sent_by)
    values (${personId}, ${score}, ${life.transitions.hold.to}, ${tx.at}, ${tx.actor.subject}) returning id`);
  return held!.id;
}

/** Keeps in mind who sent an evaluation that was sent before: none of its senders decides about it. */
export const noteSender = (tx: Tx, id: string) =>
  tx.query(sql`
    update literacy_evaluation set also_sent_by = also_sent_by || ${tx.actor.subject}::text
    where id = ${id} and sent_by <> ${tx.actor.subject} and ${tx.actor.subject} <> all(also_sent_by)`);

/** Decides about an evaluation whose track the transaction holds, and says why. */
export const decideEvaluation = (tx: Tx, id: string, by: 'accept' | 'reject', reason: string) =>
  tx.query(sql`
    update literacy_evaluation set state = ${life.transitions[by].to}, decided_at = ${tx.at},
      decided_by = ${tx.actor.subject}, reason = ${reason}
    where id = ${id} and state = any(${life.from(by)}) and ${tx.actor.subject} <> all(also_sent_by)`);

/** Takes an evaluation back whose track the transaction holds, and says why; never by who decided about it. */
export const revokeEvaluation = (tx: Tx, id: string, reason: string) =>
  tx.query(sql`
    update literacy_evaluation set state = ${life.transitions.revoke.to}, revoked_at = ${tx.at},
      revoked_by = ${tx.actor.subject}, revoked_reason = ${reason}
    where id = ${id} and state = any(${life.from('revoke')}) and decided_by <> ${tx.actor.subject}`);

/** Gives evaluations to whose they are now, who have tracks. */
export async function mergeEvaluations(tx: Tx, merges: Merges): Promise<void> {
  const { set, where } = movesOf('n', merges);
  await tx.query(sql`update literacy_evaluation n set ${set} where ${where}`);
}
