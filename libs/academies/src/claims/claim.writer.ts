import type { Tx } from '@takwin/platform/postgres';
import sql, { raw, type Sql } from 'sql-template-tag';
import { ClaimIsDecided, type ClaimView } from './claim.js';
import { claimLife as life } from './claim.life.js';
import { selectClaims } from './claim.rows.js';

/** Asks, for those of these persons who claim to be somebody else's, whether they are: once for each two, with the birth date that is said last. */
export const openClaims = (tx: Tx, ids: readonly string[], from: { subject: string | Sql; importId: string | null }) =>
  tx.query(sql`
    insert into claim as c(person_id, provisional_id, academy_id, import_id, name_fr, name_ar, matricule, birth_date, asked_by, asked_at)
    select p.claims, p.id, p.academy_id, ${from.importId}::uuid, concat_ws(' ', p.given_fr, p.family_fr),
      nullif(concat_ws(' ', p.given_ar, p.family_ar), ''), coalesce(p.matricule, p.claimed_matricule), p.birth_date,
      ${from.subject}, ${tx.at}
    from person p where p.id = any(${ids}::uuid[]) and p.claims is not null
    on conflict on constraint claim_once do update set birth_date = excluded.birth_date, version = c.version + 1
    where c.state = any(${life.from('accept')}) and c.birth_date is distinct from excluded.birth_date`);

/** Takes back what a person no longer claims: once the number or the name is another, there is nothing to decide. */
export const dropClaims = (tx: Tx, provisionalId: string, claims: string | null) =>
  tx.query(sql`
    delete from claim where provisional_id = ${provisionalId} and person_id is distinct from ${claims}::uuid
      and state = any(${life.from('accept')})`);

/** Decides a claim. Refuses CLAIM_IS_DECIDED. */
export async function decideClaim(
  tx: Tx,
  id: string,
  step: 'accept' | 'refuse',
  reason: string | null,
): Promise<ClaimView> {
  const decided = await tx.one(sql`
    update claim set state = ${life.transitions[step].to}, reason = ${reason}, decided_by = ${tx.actor.subject}, decided_at = ${tx.at},
      version = version + 1
    where id = ${id} and state = any(${life.from(step)}) returning id`);
  if (!decided) throw new ClaimIsDecided();
  return (await selectClaims(tx, sql`c.id = ${id}`))[0]!;
}

/** Takes the acceptance of a claim back: the two are not one after all, as the reason says. */
export const overturnClaim = (tx: Tx, id: string, reason: string): Promise<unknown> =>
  tx.query(sql`
    update claim set state = ${life.transitions.overturn.to}, reason = ${reason}, decided_by = ${tx.actor.subject}, decided_at = ${tx.at},
      version = version + 1
    where id = ${id} and state = any(${life.from('overturn')})`);

/** Has claims that name one record name another one, but where there is the same of that one, or they would name it twice. */
export const repointClaims = (
  tx: Tx,
  column: 'person_id' | 'provisional_id',
  from: string,
  to: string,
  which = sql`true`,
) => {
  const [here, there] = column === 'person_id' ? [column, 'provisional_id'] : [column, 'person_id'];
  return tx.query(sql`
    update claim c set ${raw(here)} = ${to} where c.${raw(here)} = ${from} and c.${raw(there)} <> ${to} and ${which} and not exists (
      select from claim o where o.${raw(here)} = ${to} and o.${raw(there)} = c.${raw(there)})`);
};
