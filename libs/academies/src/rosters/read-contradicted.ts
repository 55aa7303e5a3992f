import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import type { Name } from '../persons/person.js';
import { CIN_HASH } from '../persons/read-holders.js';
import { IS_NAMED, SPELLS } from '../persons/read-spelled.js';
import { firstSpelling, isSpelling } from '../persons/spelling.js';

/**
 * Whether a row `r` contradicts who the person `p` of its number is: what both sides know confirms it, the birth date, else the CIN, else
 * the name.
 */
export const CONTRADICTS = sql`(not coalesce(p.birth_date = r.birth_date, ${CIN_HASH} = any(r.cin_hashes), ${IS_NAMED}) or ${CIN_HASH} <> all(r.cin_hashes))`;

type Called = { line: number; name: Name; spelledFrom: Partial<Name> | null; said: Name };

/** Rows that say another name, not another spelling, of the person `p` of their number. */
export async function readRenamed(tx: Tx, which: Sql = sql`true`): Promise<Called[]> {
  const called = await tx.query<Called>(sql`
    select r.line, p.spelled_from as "spelledFrom", jsonb_build_object('family', p.family_fr, 'given', p.given_fr,
      'familyArabic', p.family_ar, 'givenArabic', p.given_ar) as name, jsonb_build_object('family', r.family, 'given', r.given,
      'familyArabic', coalesce(r.family_arabic, p.family_ar), 'givenArabic', coalesce(r.given_arabic, p.given_ar)) as said
    from roster r join person p on p.id = r.person_id where ${SPELLS} and ${which}`);
  return called.filter((one) => !isSpelling(firstSpelling(one), one.said));
}
