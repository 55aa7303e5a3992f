import type { Actor } from '@takwin/platform/auth';
import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { CIN_HASH } from '../persons/read-holders.js';
import { isCalled, keysOf } from '../persons/read-lookalikes.js';
import { isVisible } from '../persons/read-persons.js';
import { type Name } from '../persons/person.js';
import { IdentityWasCorrected } from './correction.js';

/** Whether these keys are those of the Latin name before the correction `c`, and not of the one that the person `p` has. */
const isFormerName = (keys: Sql): Sql => sql`(person_name_key(c.family_fr, c.given_fr) = any(${keys})
  and person_name_key(p.family_fr, p.given_fr) <> all(${keys}))`;

/**
 * Whether the row `r` of a roster, about the person `p` or about nobody known, says what was known before it was corrected by a document:
 * of the person, or under a matricule that was the person's and is nobody's now.
 */
export const isFormer = (sender: Actor): Sql => sql`(exists (
    select from person_correction c where c.person_id = p.id and c.document is not null
      and (c.birth_date <> p.birth_date and c.birth_date = r.birth_date
        or c.cin_hash = any(r.cin_hashes) and ${CIN_HASH} <> all(r.cin_hashes) or ${isFormerName(sql`r.name_keys`)}))
  or p.id is null and exists (
    select from person_correction c join person other on other.id = c.person_id
    where c.matricule = r.matricule and c.document is not null and c.now_matricule is distinct from c.matricule
      and r.birth_date in (c.birth_date, other.birth_date) and ${isVisible(sender, 'other')}
      and (${isCalled(sql`other`, sql`r.name_keys`)} or ${isCalled(sql`c`, sql`r.name_keys`)})))`;

/** Refuses IDENTITY_WAS_CORRECTED of a name that the person, who is held, had before a correction by a document. */
export async function demandNotFormer(tx: Tx, { id }: { id: string }, name: Name): Promise<void> {
  const former = await tx.one(sql`
    select from person p join person_correction c on c.person_id = p.id
    where p.id = ${id} and c.document is not null and ${isFormerName(keysOf(name))}`);
  if (former) throw new IdentityWasCorrected();
}
