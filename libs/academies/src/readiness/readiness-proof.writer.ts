import { readinessProof } from '@takwin/contracts/events/academies';
import { append } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import type { ReadinessProofView } from './readiness-proof.js';
import { readinessProofLife as life } from './readiness-proof.life.js';
import { selectProofs } from './readiness-proof.rows.js';

type NewProof = Pick<ReadinessProofView, 'academyId' | 'kind' | 'provenOn' | 'expiresOn' | 'document'>;

/** Keeps a proof as the actor's word. */
export async function recordProof(tx: Tx, proof: NewProof): Promise<ReadinessProofView> {
  const { academyId, kind, provenOn, expiresOn, document } = proof;
  const made = await tx.one<{ id: string }>(sql`
    insert into readiness_proof(academy_id, kind, proven_on, expires_on, document, state, recorded_by, recorded_at)
    values (${academyId}, ${kind}, ${provenOn}, ${expiresOn}, ${document}, ${life.transitions.record.to}, ${tx.actor.subject}, ${tx.at})
    returning id`);
  return tell(tx, made!.id, 'record');
}

/** Confirms a proof, whose row is locked, or withdraws it, where its state allows it; undefined where it does not. */
export async function stepProof(
  tx: Tx,
  id: string,
  step: 'confirm' | 'withdraw',
  reason: string | null,
): Promise<ReadinessProofView | undefined> {
  const said: Record<typeof step, Sql> = {
    confirm: sql`confirmed_by = ${tx.actor.subject}, confirmed_at = ${tx.at}`,
    withdraw: sql`withdrawn_by = ${tx.actor.subject}, withdrawn_at = ${tx.at}, withdrawn_reason = ${reason}`,
  };
  const changed = await tx.one(sql`
    update readiness_proof set state = ${life.transitions[step].to}, version = version + 1, ${said[step]}
    where id = ${id} and state = any(${life.from(step)}) returning id`);
  return changed ? tell(tx, id, step) : undefined;
}

async function tell(tx: Tx, id: string, step: keyof typeof life.transitions): Promise<ReadinessProofView> {
  const [proof] = await selectProofs(tx, sql`p.id = ${id}`);
  const { academyId, kind, provenOn, expiresOn, state, version } = proof!;
  await append(tx, readinessProof, life.transitions[step].event, [
    { id, version, state: { academyId, kind, provenOn, expiresOn, state } },
  ]);
  return proof!;
}
