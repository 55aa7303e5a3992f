import type { Actor } from '@takwin/platform/auth';
import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { isConfirmer } from '../rules.js';
import type { PersonView } from './person.js';
import { claimLife } from '../claims/claim.life.js';
import { isOwnOf } from './read-provenance.js';
import { CIN_HASH, type KeptCin, MATRICULE } from './read-holders.js';
import type { Identity } from './read-lookalikes.js';
import { isOneOf, isTold } from './read-persons.js';

/** What tells who a person is, held until the transaction ends; `twins` are those of whom somebody said that they are others. */
export type Known = Identity & {
  id: string;
  kind: PersonView['kind'];
  version: number;
  confirmed: boolean;
  birthDateConfirmed: boolean;
  matriculeConfirmed: boolean;
  cinConfirmed: boolean;
  /** Whom outside the scope of who stated it the person may be, and which of the numbers are that person's. */
  claims: string | null;
  claimsMatricule: boolean;
  claimsCin: boolean;
  /** Whether those whose that person is have still to say whether it is the same. */
  isAsked: boolean;
  /** Whether whoever acts has stated it as an academy, or is the person. */
  isOwn: boolean;
  twins: string[];
  /** The name before an academy spelled it anew. */
  spelledFrom: Partial<Identity['name']> | null;
};

/** The person of this id whom the actor may read about, held against other changes. */
export const holdPerson = (tx: Tx, id: string): Promise<Known | undefined> =>
  tx.one<Known>(sql`
    select p.id, p.version, p.birth_date::text as "birthDate", ${MATRICULE} as matricule, ${CIN_HASH} as "cinHash", p.confirmed, p.claims,
      p.claimed_matricule is not null as "claimsMatricule", p.claimed_cin_hash is not null as "claimsCin", exists (select from claim c where c.provisional_id = p.id
        and c.person_id = p.claims and c.state = any(${claimLife.from('accept')})) as "isAsked", p.kind, jsonb_build_object('family', p.family_fr, 'given', p.given_fr,
        'familyArabic', p.family_ar, 'givenArabic', p.given_ar) as name, p.spelled_from as "spelledFrom",
      coalesce(p.distinct_from, '{}') as twins, p.birth_date_confirmed as "birthDateConfirmed",
      p.matricule_confirmed as "matriculeConfirmed", p.cin_confirmed as "cinConfirmed", ${isOwnOf(tx.actor.subject)} as "isOwn"
    from person p where ${isOneOf([id])} and ${isTold(tx.actor)} for no key update`);

/** Whether somebody's word bears out what is known of a person: by their role, where they have not stated it as an academy, nor are it. */
export const bearsOut = (actor: Actor, { isOwn }: Pick<Known, 'isOwn'>): boolean => isConfirmer(actor) && !isOwn;

/** Of what is known of a person, whether it is more than an academy's word, in columns of `person`. */
export const BORNE_OUT = sql`birth_date_confirmed, matricule_confirmed, cin_confirmed`;

/** The same once somebody has said this of the person: what is said by who bears it out, and what stays as it was. */
export function borneOut(
  actor: Actor,
  known: Known,
  {
    birthDate,
    matricule,
    cin,
  }: { birthDate?: string | undefined; matricule?: string | undefined; cin?: KeptCin | undefined },
): Sql {
  const bears = bearsOut(actor, known);
  const is = (said: unknown, isOther: boolean, was: boolean): boolean =>
    said === undefined ? was : bears || (!isOther && was);
  return sql`${is(birthDate, birthDate !== known.birthDate, known.birthDateConfirmed)}::boolean,
    ${is(matricule, matricule !== known.matricule, known.matriculeConfirmed)}::boolean,
    ${is(cin, cin !== undefined && isOtherCin(known, cin), known.cinConfirmed)}::boolean`;
}

/** Whether a card is another one than the person is known by, under whatever that is kept. */
export const isOtherCin = ({ cinHash }: Known, { hashes }: KeptCin): boolean =>
  cinHash === null || !hashes.some((hash) => hash.equals(cinHash));

type Look = {
  holder: string | null;
  keepsNumber: boolean;
  byNumber: boolean;
  byName: string | null;
  others: readonly string[];
};

/**
 * Whom a person claims to be once the numbers and the name are these: by a name alone nobody of whom an official says that it is another.
 * What is asked by a number that stays, or a name, is not taken back because another number is said besides.
 */
export function claimsOf(known: Known, { holder, keepsNumber, byNumber, byName, others }: Look): string | null {
  const { claims, isAsked } = known;
  const byNameAlone = !known.claimsMatricule && !known.claimsCin;
  const stays = claims !== null && byNameAlone && !others.includes(claims);
  if (isAsked && (keepsNumber || stays)) return claims;
  if (byNumber) return holder ?? claims;
  return stays ? claims : byName;
}

/** The name of a person as it is once it has been corrected: an Arabic part that is absent stays, null removes it. */
export function nameOf(known: Known, said: Identity['name'] | undefined): Identity['name'] {
  if (!said) return known.name;
  const { family, given, familyArabic = known.name.familyArabic, givenArabic = known.name.givenArabic } = said;
  return { family, given, familyArabic, givenArabic };
}

/** Holds records against others who merge, claim, import or correct them: in one order. Returns those that are there. */
export const lockPersons = async (tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  const held = await tx.query<{ id: string }>(sql`
    select id from person where id = any(${ids}::uuid[]) order by id for update`);
  return new Set(held.map(({ id }) => id));
};
