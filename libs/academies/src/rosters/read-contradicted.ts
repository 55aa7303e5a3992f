import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import type { Name } from '../persons/person.js';
import { CIN_HASH } from '../persons/read-holders.js';
import { IS_NAMED, isToldAs, SPELLS } from '../persons/read-spelled.js';
import { firstSpelling, isSpelling, renamedParts } from '../persons/spelling.js';

/**
 * Whether a row `r` contradicts who the person `p` of its number is: what both sides know confirms it, the birth date, else the CIN, else
 * the name.
 */
export const CONTRADICTS = sql`(not coalesce(p.birth_date = r.birth_date, ${CIN_HASH} = any(r.cin_hashes), ${IS_NAMED}) or ${CIN_HASH} <> all(r.cin_hashes))`;

const IS_NAME_ALONE = sql`coalesce(p.birth_date = r.birth_date, ${CIN_HASH} = any(r.cin_hashes)) is null`;

/** In which columns it does: the same by column. */
export const CONTRADICTED = {
  birthDate: sql`p.birth_date <> r.birth_date`,
  cin: sql`${CIN_HASH} <> all(r.cin_hashes)`,
  family: sql`${IS_NAME_ALONE} and not ${isToldAs('family')}`,
  given: sql`${IS_NAME_ALONE} and not ${isToldAs('given')}`,
} as const;

type Called = { line: number; personId: string; name: Name; spelledFrom: Partial<Name> | null; said: Name };

/** Rows that say another name, not another spelling, of the person `p` of their number, and in which of its parts. */
export async function readRenamed(
  tx: Tx,
  which: Sql = sql`true`,
): Promise<{ line: number; personId: string; parts: ReturnType<typeof renamedParts> }[]> {
  const called = await tx.query<Called>(sql`
    select r.line, p.id as "personId", p.spelled_from as "spelledFrom", jsonb_build_object('family', p.family_fr, 'given', p.given_fr,
      'familyArabic', p.family_ar, 'givenArabic', p.given_ar) as name, jsonb_build_object('family', r.family, 'given', r.given,
      'familyArabic', coalesce(r.family_arabic, p.family_ar), 'givenArabic', coalesce(r.given_arabic, p.given_ar)) as said
    from roster r join person p on p.id = r.person_id where ${SPELLS} and ${which}`);
  return called
    .filter((one) => !isSpelling(firstSpelling(one), one.said))

    .map((one) => ({ line: one.line, personId: one.personId, parts: renamedParts(firstSpelling(one), one.said) }));
}
