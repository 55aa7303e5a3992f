import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { CIN_HASH, MATRICULE } from '../persons/read-holders.js';
import type { Proof } from './correction.js';

/** What a person's identity becomes, as the columns of `person_correction` have it. */
export type Becoming = {
  name: { family: string; given: string; familyArabic?: string | null; givenArabic?: string | null };
  birthDate: string | null;
  matricule: string | null;
  cinHash: Buffer | null;
  /** Of a card that is another than the known one. */
  cinSealed: Buffer | null;
};

const COLUMNS = sql`person_id, version, family_fr, given_fr, family_ar, given_ar, birth_date, matricule, cin_hash, cin_sealed,
  now_family_fr, now_given_fr, now_family_ar, now_given_ar, now_birth_date, now_matricule, now_cin_hash, now_cin_sealed,
  reason, document, import_id, corrected_by, corrected_as, corrected_at`;
const SEALED = sql`coalesce(p.cin_sealed, p.claimed_cin_sealed)`;
const WAS = sql`p.id, p.version + 1, p.family_fr, p.given_fr, p.family_ar, p.given_ar, p.birth_date, ${MATRICULE}, ${CIN_HASH}, ${SEALED}`;

/** Keeps what the person is called and numbered before `isOther` is written, and what by then. */
export const keepCorrection = (tx: Tx, id: string, to: Becoming, isOther: Sql, proof: Proof): Promise<unknown> =>
  tx.query(sql`
    insert into person_correction(${COLUMNS})
    select ${WAS}, ${to.name.family}, ${to.name.given}, ${to.name.familyArabic ?? null}, ${to.name.givenArabic ?? null},
      ${to.birthDate}::date, ${to.matricule}, ${to.cinHash}::bytea, coalesce(${to.cinSealed}::bytea, ${SEALED}),
      ${proof.reason}, ${proof.document}, null, ${tx.actor.subject}, ${tx.actor.role}, ${tx.at}
    from person p where p.id = ${id} and (${isOther})`);
