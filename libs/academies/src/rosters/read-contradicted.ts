import type { Actor } from '@takwin/platform/auth';
import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import type { Name } from '../persons/person.js';
import { CIN_HASH } from '../persons/read-holders.js';
import { isCardReplaced } from '../persons/read-provenance.js';
import { IS_NAMED, isToldAs, SPELLS } from '../persons/read-spelled.js';
import { firstSpelling, isSpelling, renamedParts } from '../persons/spelling.js';

/** The card of the person `p` that a row of this sender is held against: one that gives way to it tells nothing of somebody confirmed. */
const cardOf = (sender: Actor): Sql => sql`case when not ${isCardReplaced(sender)} then ${CIN_HASH} end`;

/**
 * Whether a row `r` of this sender contradicts who the person `p` of its number is: what both sides know confirms it, the birth date, else
 * the CIN, else the name.
 */
export const contradicts = (sender: Actor): Sql => {
  const card = cardOf(sender);
  return sql`(not coalesce(p.birth_date = r.birth_date, ${card} = any(r.cin_hashes), ${IS_NAMED}) or ${card} <> all(r.cin_hashes))`;
};

/** In which columns it does: the same by column. */
export function contradicted(sender: Actor): Record<'birthDate' | 'cin' | 'family' | 'given', Sql> {
  const card = cardOf(sender);
  const isNameAlone = sql`coalesce(p.birth_date = r.birth_date, ${card} = any(r.cin_hashes)) is null`;
  return {
    birthDate: sql`p.birth_date <> r.birth_date`,
    cin: sql`${card} <> all(r.cin_hashes)`,
    family: sql`${isNameAlone} and not ${isToldAs('family')}`,
    given: sql`${isNameAlone} and not ${isToldAs('given')}`,
  };
}

type Called = { line: number; personId: string; name: Name; spelledFrom: Partial<Name> | null; said: Name };

/** Rows that say another name, not another spelling, of the person `p` of their number, or of another one of `whom`, and in which of its parts. */
export async function readRenamed(
  tx: Tx,
  which: Sql = sql`true`,
  whom: Sql = sql`r.person_id`,
): Promise<{ line: number; personId: string; parts: ReturnType<typeof renamedParts> }[]> {
  const called = await tx.query<Called>(sql`
    select r.line, p.id as "personId", p.spelled_from as "spelledFrom", jsonb_build_object('family', p.family_fr, 'given', p.given_fr,
      'familyArabic', p.family_ar, 'givenArabic', p.given_ar) as name, jsonb_build_object('family', r.family, 'given', r.given,
      'familyArabic', coalesce(r.family_arabic, p.family_ar), 'givenArabic', coalesce(r.given_arabic, p.given_ar)) as said
    from roster r join person p on p.id = ${whom} where ${SPELLS} and ${which}`);
  return called
    .filter((one) => !isSpelling(firstSpelling(one), one.said))
    .map((one) => ({ line: one.line, personId: one.personId, parts: renamedParts(firstSpelling(one), one.said) }));
}
