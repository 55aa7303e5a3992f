import type { Actor } from '@takwin/platform/auth';
import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { CorrectionView } from './correction.js';

/** Corrections `c` of persons `p`, also of the records that became theirs. */
export const CORRECTIONS = sql`person p join person_correction c
  on c.person_id = p.id or c.person_id in (select a.id from person_alias a where a.person_id = p.id)`;

/** Whether `p` is somebody else than who asks. */
export const isAnothers = ({ scope, persons = [] }: Actor): Sql =>
  scope === 'self' ? sql`false` : sql`p.id <> all(${persons}::uuid[])`;

/** Selects corrections straight into their view; the CIN is not part of it. Who corrected is not told to the person. */
export const selectCorrections = (tx: Tx, where: Sql, rest: Sql = empty): Promise<CorrectionView[]> =>
  tx.query<CorrectionView>(sql`
    select c.id, p.id as "personId", array_remove(array[
        case when (c.family_fr, c.given_fr, c.family_ar, c.given_ar) is distinct from
          (c.now_family_fr, c.now_given_fr, c.now_family_ar, c.now_given_ar) then 'name' end,
        case when c.birth_date is distinct from c.now_birth_date then 'birth-date' end,
        case when c.matricule is distinct from c.now_matricule then 'matricule' end,
        case when c.cin_hash is distinct from c.now_cin_hash then 'cin' end], null) as corrected,
      jsonb_build_object('family', c.family_fr, 'given', c.given_fr, 'familyArabic', c.family_ar, 'givenArabic', c.given_ar,
        'birthDate', c.birth_date, 'matricule', c.matricule) as was,
      jsonb_build_object('family', c.now_family_fr, 'given', c.now_given_fr, 'familyArabic', c.now_family_ar,
        'givenArabic', c.now_given_ar, 'birthDate', c.now_birth_date, 'matricule', c.now_matricule) as became,
      c.reason, c.document, c.import_id as "importId",
      case when ${isAnothers(tx.actor)} then c.corrected_by end as by, c.corrected_as as "as",
      ${iso('c.corrected_at')} as at, c.version
    from ${CORRECTIONS} where ${where} ${rest}`);
