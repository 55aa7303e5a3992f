import type { Actor } from '@takwin/platform/auth';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { decideClaim } from '../claims/claim.writer.js';
import { mergePersons } from '../merges/merge.writer.js';
import { endPlacements, type Statement } from '../persons/placement.writer.js';
import { MOST_PLACEMENTS } from '../persons/person.js';
import { lockPersons } from '../persons/read-known.js';
import { isCalled } from '../persons/read-lookalikes.js';
import { isOf } from '../persons/read-persons.js';
import { isConfirmer } from '../rules.js';

/**
 * Makes provisional records one with those of these persons whom they claim, once an official's roster has placed the person where the record
 * is: of the same matricule, name and birth date, and of no other CIN. The person stays where the roster says; who asked does not decide.
 */
export async function fulfilClaims(
  tx: Tx,
  ids: readonly string[],
  { number }: Statement,
  sender: Actor,
): Promise<void> {
  if (!isConfirmer(sender)) return;
  const fulfilled = await tx.query<{ claimId: string; id: string; into: string }>(sql`
    select c.id as "claimId", o.id, p.id as into
    from person p join claim c on c.person_id = p.id and c.state = 'open' join person o on o.id = c.provisional_id and o.claims = p.id
    where p.id = any(${ids}::uuid[]) and p.confirmed and not o.confirmed and p.state = 'active' and ${isOf(sql`p`, sql`o.academy_id`)}
      and o.claimed_matricule = p.matricule and o.birth_date = p.birth_date
      and ${isCalled(sql`o`, sql`person_name_keys(p.family_fr, p.given_fr, p.family_ar, p.given_ar)`)}
      and coalesce(coalesce(o.cin_hash, o.claimed_cin_hash) = coalesce(p.cin_hash, p.claimed_cin_hash), true)
      and not same_human(${sender.subject}, array[c.asked_by])
      and not exists (select from placement l where l.person_id = o.id and l.stated_by >= ${number}::bigint)
      and (select count(*) from placement l where l.person_id in (o.id, p.id)) <= ${MOST_PLACEMENTS}
    order by c.id`);
  for (const { claimId, id, into } of fulfilled) {
    // Somebody else has decided about one of them by now.
    if ((await lockPersons(tx, [id, into])).size < 2 || !(await isOpen(tx, claimId))) continue;
    await endPlacements(tx, [id]);
    await mergePersons(tx, id, into, { reason: null, document: null, claimId });
    await decideClaim(tx, claimId, 'accept', null);
  }
}

const isOpen = async (tx: Tx, claimId: string): Promise<boolean> =>
  (await tx.one(sql`
    select from claim c join person o on o.id = c.provisional_id
    where c.id = ${claimId} and c.state = 'open' and o.claims = c.person_id and not o.confirmed for no key update of c`)) !==
  undefined;
