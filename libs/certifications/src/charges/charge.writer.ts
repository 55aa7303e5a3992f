import { charge } from '@takwin/contracts/events/certifications';
import { append } from '@takwin/platform/events';
import { type Merges, movesOf, type Tx } from '@takwin/platform/postgres';
import sql, { raw } from 'sql-template-tag';
import type { ChargePayer, ChargeState } from './charge.js';
import { type ChargeTransition, chargeLife as life } from './charge.life.js';

type Told = { id: string; version: number; personId: string; state: ChargeState };
const TOLD = raw('id, version, person_id as "personId", state');

/** Books what giving up this registration late costs its academy, so many dirhams, and whether its candidate bears them in the end. */
export async function bookCharge(tx: Tx, registrationId: string, dirhams: number, payer: ChargePayer): Promise<void> {
  const booked = await tx.query<Told>(sql`
    insert into charge(registration_id, person_id, academy_id, region, dirhams, payer, state)
    select id, person_id, academy_id, region, ${dirhams}, ${payer}, ${life.transitions.book.to}::text
    from registration where id = ${registrationId} returning ${TOLD}`);
  await tell(tx, 'book', booked);
  for (const { id, state } of booked) await enter(tx, id, state, 'CANCELLED_LATE');
}

/** Ends a charge, and says why. Nothing where its state forbids that by now. */
export async function endCharge(tx: Tx, id: string, step: 'waive' | 'settle', reason: string): Promise<void> {
  const { to } = life.transitions[step];
  const ended = await tx.query<Told>(sql`
    update charge set state = ${to}, version = version + 1 where id = ${id} and state = any(${life.from(step)}) returning ${TOLD}`);
  await tell(tx, step, ended);
  if (ended.length > 0) await enter(tx, id, to, reason);
}

/** Tells what became of charges; their entries, by which the database tells what the release before writes, say nothing then. */
async function tell(tx: Tx, step: ChargeTransition, told: readonly Told[]): Promise<void> {
  await tx.query(sql`select set_config('takwin.tells_charges', 'on', true)`);
  await append(
    tx,
    charge,
    life.transitions[step].event,
    told.map(({ id, version, ...state }) => ({ id, version, state })),
  );
}

const enter = (tx: Tx, id: string, state: string, reason: string) =>
  tx.query(sql`
    insert into charge_entry(charge_id, state, at, made_by, reason)
    values (${id}, ${state}, ${tx.at}, ${tx.actor.subject}, ${reason})`);

/** Gives charges to whose they are now, who owes them. */
export async function mergeCharges(tx: Tx, merges: Merges): Promise<void> {
  const { set, where } = movesOf('c', merges);
  const merged = await tx.query<Told>(sql`
    update charge c set ${set}, version = version + 1 where ${where} returning ${TOLD}`);
  await tell(tx, 'merge', merged);
}
