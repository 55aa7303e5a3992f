import sql, { type Sql } from 'sql-template-tag';

/** The Arabic parts of a name by a row of a roster: one that is absent says nothing. */
export const ARABIC_SAID = {
  family: sql`coalesce(r.family_arabic, p.family_ar)`,
  given: sql`coalesce(r.given_arabic, p.given_ar)`,
};

// One program exports in capitals, and another one does not: of a name that tells nothing.
const told = (part: Sql): Sql => sql`lower(normalize(${part}, nfd))`;

/** Whether a row of a roster says a part of the Latin name as it is known, in whatever case; null of nobody known. */
export const isToldAs = (part: 'family' | 'given'): Sql => {
  const [known, said] = { family: [sql`p.family_fr`, sql`r.family`], given: [sql`p.given_fr`, sql`r.given`] }[part] as [
    Sql,
    Sql,
  ];
  return sql`(${told(known)} = ${told(said)})`;
};

/** Whether a row of a roster says the Latin name as it is known, in whatever case; null of nobody known. */
export const IS_NAMED = sql`(${told(sql`p.family_fr`)}, ${told(sql`p.given_fr`)}) = (${told(sql`r.family`)}, ${told(sql`r.given`)})`;

/** Whether a row of a roster says the name otherwise than it is known. */
export const SPELLS = sql`not (${IS_NAMED} and (p.family_ar, p.given_ar) is not distinct from
  (${ARABIC_SAID.family}, ${ARABIC_SAID.given}))`;

/** Whether a row spells the name anew: what was corrected by a document no file spells otherwise. */
export const IS_SPELLED = sql`(${SPELLS} and p.name_corrected_at is null)`;
