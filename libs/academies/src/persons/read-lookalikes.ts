import type { Actor } from '@takwin/platform/auth';
import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import type { PersonMatch } from './person.js';
import { CIN_HASH, MATRICULE } from './read-holders.js';
import { isVisible } from './read-persons.js';

/** Somebody who is to be registered, as far as it may tell who it is. */
export type Identity = {
  name: { family: string; given: string; familyArabic?: string | null; givenArabic?: string | null };
  birthDate: string | null;
  matricule: string | null;
  cinHash: Buffer | null;
};

/** All spellings by which a name is compared: Latin and Arabic, in both orders, without accents, vowel signs, blanks or hyphens. */
export const keysOf = ({ family, given, familyArabic, givenArabic }: Identity['name']): Sql =>
  sql`person_name_keys(${family}, ${given}, ${familyArabic ?? null}, ${givenArabic ?? null})`;

/** Whether the person of this alias, `p` or `twin`, has a name of these keys. */
export const isCalled = (alias: Sql, keys: Sql): Sql =>
  sql`(person_name_key(${alias}.family_fr, ${alias}.given_fr) = any(${keys})
    or (${alias}.family_ar is not null or ${alias}.given_ar is not null)
      and person_name_key(${alias}.family_ar, ${alias}.given_ar) = any(${keys}))`;

/**
 * Whether the person of this alias was born on the day of who is `said` (family, given, birth_date) and sounds the same, where one of the
 * two names stands in Tifinagh: its letters are no other script's.
 */
export const isHeard = (alias: Sql, said: Sql): Sql => {
  const isOne = sql`${alias}.birth_date = ${said}.birth_date
    and person_sounds(${alias}.family_fr, ${alias}.given_fr) = person_sounds(${said}.family, ${said}.given)`;
  return sql`((${alias}.family_fr || ${alias}.given_fr) ~ '[ⴰ-ⵯ]' and ${isOne}
    or person_keys(${alias}.family_fr, ${alias}.given_fr, ${alias}.family_ar, ${alias}.given_ar)
      @@ person_heard_as(${said}.family, ${said}.given) and ${isOne})`;
};

/**
 * Persons who may be the one to be registered, also those who have left: of the same name, wherever they are, unless two birth dates
 * or two CINs say otherwise. Whose matricule or CIN is the
 * same is not among them: that is refused by name. `isMine`: the actor of `tx` may read the person.
 */
export const readLookalikes = (tx: Tx, one: Identity): Promise<(PersonMatch & { isMine: boolean })[]> =>
  tx.query(sql`
    select p.id as "personId", p.state, ${isVisible(tx.actor, 'p')} as "isMine"
    from (select ${keysOf(one.name)} as keys, ${one.name.family}::text as family, ${one.name.given}::text as given,
      ${one.birthDate}::date as birth_date, ${one.matricule}::text as matricule,
      ${one.cinHash}::bytea as cin_hash) n
    join person p on (${isCalled(sql`p`, sql`n.keys`)} or ${isHeard(sql`p`, sql`n`)})
    where coalesce(p.birth_date = n.birth_date, true) and (${MATRICULE} is distinct from n.matricule or n.matricule is null)
      and (${CIN_HASH} is null or n.cin_hash is null)
    order by p.id`);

/**
 * Whether somebody else whom the actor may read is of the name and birth date of the person `p`, where neither two CINs tell them apart nor
 * an official has.
 */
export const hasTwin = (actor: Actor): Sql => sql`exists (
  select from person other
  where ${isCalled(sql`other`, sql`person_name_keys(p.family_fr, p.given_fr, p.family_ar, p.given_ar)`)} and other.id <> p.id
    and coalesce(other.birth_date = p.birth_date, true) and ${isVisible(actor, 'other')}
    and (coalesce(other.cin_hash, other.claimed_cin_hash) is null or ${CIN_HASH} is null)
    and other.id <> all(coalesce(p.distinct_from, '{}')) and p.id <> all(coalesce(other.distinct_from, '{}')))`;
