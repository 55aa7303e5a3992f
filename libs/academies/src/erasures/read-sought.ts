import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { CinVault } from '../persons/cin.js';

/** What tells in a row of a file that it speaks of a person: numbers, each alone, or a name with the birth date. */
type Sought = { numbers: string[]; names: string[][] };

type Known = { matricules: (string | null)[]; cards: (Buffer | null)[]; names: (string | null)[][] };

/** What rows of files are looked for by, sealed: the register forgets the person before the files are looked through. */
export async function readSought(tx: Tx, vault: CinVault, personId: string): Promise<Buffer> {
  const known = (await tx.one<Known>(sql`
    with known as (
      select p.matricule, p.claimed_matricule, p.cin_sealed, p.claimed_cin_sealed, p.family_fr, p.given_fr, p.family_ar, p.given_ar
      from person p where p.id = ${personId}
      union all
      select c.matricule, c.now_matricule, c.cin_sealed, c.now_cin_sealed, c.family_fr, c.given_fr, c.family_ar, c.given_ar
      from person_correction c where c.person_id = ${personId}
      union all
      select w.matricule, w.claimed_matricule, m.cin_sealed, m.claimed_cin_sealed, w.family_fr, w.given_fr, w.family_ar, w.given_ar
      from person_merge m, jsonb_populate_record(null::person, m.person_was) w
      where m.person_id = ${personId} and m.undone_at is null
    )
    select array_agg(matricule) || array_agg(claimed_matricule) as matricules,
      array_agg(cin_sealed) || array_agg(claimed_cin_sealed) as cards,
      jsonb_agg(jsonb_build_array(family_fr, given_fr)) || jsonb_agg(jsonb_build_array(family_ar, given_ar)) as names
    from known`))!;
  const sought: Sought = {
    numbers: [...known.matricules, ...known.cards.map((card) => card && vault.open(card))].flatMap((one) => one ?? []),
    names: known.names.map((name) => name.flatMap((part) => part ?? [])).filter((name) => name.length === 2),
  };
  return vault.seal(JSON.stringify(sought));
}

const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase();

/** Says of the cells of a row whether they speak of the person. */
export function seeker(vault: CinVault, sealed: Buffer): (cells: readonly string[]) => boolean {
  const { numbers, names } = JSON.parse(vault.open(sealed)) as Sought;
  const [digits, parts] = [numbers.map(folded), names.map((name) => name.map(folded))];
  return (cells) => {
    const said = cells.map(folded);
    return (
      digits.some((one) => said.includes(one)) ||
      parts.some((name) => name.every((one) => said.some((cell) => cell.includes(one))))
    );
  };
}
