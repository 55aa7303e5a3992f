import { type Merges, movesOf, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { ChargePayer } from './charge.js';
import { chargeLife as life } from './charge.life.js';

/** Books what giving up this registration late costs its academy, so many dirhams, and whether its candidate bears them in the end. */
export async function bookCharge(tx: Tx, registrationId: string, dirhams: number, payer: ChargePayer): Promise<void> {
  const charge = await tx.one<{ id: string }>(sql`
    insert into charge(registration_id, person_id, academy_id, region, dirhams, payer, state)
    select id, person_id, academy_id, region, ${dirhams}, ${payer}, ${life.transitions.book.to}::text
    from registration where id = ${registrationId} returning id`);
  await enter(tx, charge!.id, life.transitions.book.to, 'CANCELLED_LATE');
}

/** Ends a charge, and says why. Nothing where its state forbids that by now. */
export async function endCharge(tx: Tx, id: string, step: 'waive' | 'settle', reason: string): Promise<void> {
  const { to } = life.transitions[step];
  const ended = await tx.one(sql`
    update charge set state = ${to}, version = version + 1 where id = ${id} and state = any(${life.from(step)}) returning id`);
  if (ended) await enter(tx, id, to, reason);
}

const enter = (tx: Tx, id: string, state: string, reason: string) =>
  tx.query(sql`
    insert into charge_entry(charge_id, state, at, made_by, reason)
    values (${id}, ${state}, ${tx.at}, ${tx.actor.subject}, ${reason})`);

/** Gives charges to whose they are now, who owes them. */
export async function mergeCharges(tx: Tx, merges: Merges): Promise<void> {
  const { set, where } = movesOf('c', merges);
  await tx.query(sql`update charge c set ${set} where ${where}`);
}
