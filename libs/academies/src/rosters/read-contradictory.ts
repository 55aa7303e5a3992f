import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { Name } from '../persons/person.js';
import { otherParts, renamedParts } from '../persons/spelling.js';
import type { Field } from './konosys-header.js';

type Contradiction = { line: number; code: 'PERSON_TOLD_OTHERWISE' | 'CIN_OF_ANOTHER_PERSON'; field: Field };
type Said = { line: number; matricule: string; birthDate: string; cin: string | null; keys: string[]; name: Name };

/**
 * Of the rows of a roster those that contradict an earlier one, and in which column: the same matricule with another birth date, CIN or name,
 * or the same CIN with another matricule. A row that does so itself claims nothing.
 */
export async function readContradictory(tx: Tx): Promise<Contradiction[]> {
  const said = await tx.query<Said>(sql`
    select line, matricule, birth_date::text as "birthDate", encode(cin_hash, 'hex') as cin, name_keys as keys,
      jsonb_build_object('family', family, 'given', given, 'familyArabic', family_arabic, 'givenArabic', given_arabic) as name
    from roster
    where matricule in (select matricule from roster group by matricule having count(*) > 1)
      or cin_hash in (select cin_hash from roster group by cin_hash having count(*) > 1)
    order by line`);
  return contradictions(said);
}

function contradictions(said: readonly Said[]): Contradiction[] {
  const persons = new Map<string, Said>();
  const holders = new Map<string, string>();
  return said.flatMap((row): Contradiction[] => {
    const { line, matricule, cin } = row;
    const known = persons.get(matricule) ?? row;
    const others: Field[] = [
      ...(row.keys.some((key) => known.keys.includes(key)) ? renamedParts : otherParts)(known.name, row.name),
      ...(known.birthDate === row.birthDate ? [] : (['birthDate'] as const)),
      ...((known.cin ?? cin) === (cin ?? known.cin) ? [] : (['cin'] as const)),
    ];
    if (others.length > 0) return others.map((field) => ({ line, code: 'PERSON_TOLD_OTHERWISE', field }));
    if (cin && (holders.get(cin) ?? matricule) !== matricule)
      return [{ line, code: 'CIN_OF_ANOTHER_PERSON', field: 'cin' }];
    persons.set(matricule, { ...known, cin: known.cin ?? cin });
    if (cin) holders.set(cin, matricule);
    return [];
  });
}
