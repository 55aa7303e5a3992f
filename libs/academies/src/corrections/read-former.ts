import type { Actor } from '@takwin/platform/auth';
import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { CIN_HASH } from '../persons/read-holders.js';
import { type Identity, isCalled, keysOf } from '../persons/read-lookalikes.js';
import { isVisible } from '../persons/read-persons.js';
import { type Name } from '../persons/person.js';
import { IdentityWasCorrected } from './correction.js';

/** Whether the correction `c` is of the person `p`, or of a record that became that one's. */
const IS_OF_PERSON = sql`(c.person_id = p.id or c.person_id in (select a.id from person_alias a where a.person_id = p.id))`;

/** Whether these keys are those of the Latin name before the correction `c`, and not of the one that the person `p` has. */
const isFormerName = (keys: Sql): Sql => sql`(person_name_key(c.family_fr, c.given_fr) = any(${keys})
  and person_name_key(p.family_fr, p.given_fr) <> all(${keys}))`;

/** What a row or a form says of somebody, as columns or values. */
type Said = { matricule: Sql; birthDate: Sql; keys: Sql };

/**
 * Persons `other` who had this matricule before a correction `c` by a document, and were called and born as is said then, or are now; a birth
 * date that is not said tells nothing.
 */
export const formerHolders = ({ matricule, birthDate, keys }: Said): Sql => sql`person_correction c
  left join person_alias a on a.id = c.person_id join person other on other.id = coalesce(a.person_id, c.person_id)
  where c.matricule = ${matricule} and c.document is not null and c.now_matricule is distinct from c.matricule
    and (${birthDate} is null or ${birthDate} in (c.birth_date, other.birth_date))
    and (${isCalled(sql`other`, keys)} or ${isCalled(sql`c`, keys)})`;

/** What the row `r` of a roster says. */
export const OF_ROW: Said = { matricule: sql`r.matricule`, birthDate: sql`r.birth_date`, keys: sql`r.name_keys` };

/**
 * By column, whether the row `r` of a roster, about the person `p`, says what was known before it was corrected by a document: `former`, to be
 * joined on true.
 */
export const FORMER = sql`lateral (
  select bool_or(c.birth_date <> p.birth_date and c.birth_date = r.birth_date) as birth_date,
    bool_or(c.cin_hash = any(r.cin_hashes) and ${CIN_HASH} <> all(r.cin_hashes)) as cin,
    bool_or(${isFormerName(sql`r.name_keys`)} and c.family_fr <> p.family_fr) as family,
    bool_or(${isFormerName(sql`r.name_keys`)} and c.given_fr <> p.given_fr) as given
  from person_correction c where ${IS_OF_PERSON} and c.document is not null) former`;

/** Whether the row `r` of a roster, about nobody known, says a matricule that was the person's whom it tells of, and is nobody's now. */
export const isFormerNumber = (sender: Actor): Sql =>
  sql`(p.id is null and exists (select from ${formerHolders(OF_ROW)} and ${isVisible(sender, 'other')}))`;

/** Refuses IDENTITY_WAS_CORRECTED of a name that the person, who is held, had before a correction by a document. */
export async function demandNotFormer(tx: Tx, { id }: { id: string }, name: Name): Promise<void> {
  const former = await tx.one(sql`
    select from person p join person_correction c on ${IS_OF_PERSON}
    where p.id = ${id} and c.document is not null and ${isFormerName(keysOf(name))}`);
  if (former) throw new IdentityWasCorrected();
}

/**
 * Refuses IDENTITY_WAS_CORRECTED of a matricule that was, before a correction by a document, that of somebody of the same name whom the actor
 * may read; `others` are not asked about. Returns who it is outside the actor's scope.
 */
export async function demandNotFormerNumber(
  tx: Tx,
  { matricule, birthDate, name }: Pick<Identity, 'matricule' | 'birthDate' | 'name'>,
  others: readonly string[],
): Promise<string | null> {
  const said = { matricule: sql`${matricule}::text`, birthDate: sql`${birthDate}::date`, keys: keysOf(name) };
  const found = await tx.query<{ id: string; isMine: boolean }>(sql`
    select other.id, ${isVisible(tx.actor, 'other')} as "isMine" from ${formerHolders(said)}
      and other.id <> all(${others}::uuid[]) order by other.id`);
  if (found.some(({ isMine }) => isMine)) throw new IdentityWasCorrected();
  return found[0]?.id ?? null;
}
