import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { CinVault } from '../persons/cin.js';
import { PersonsDiffer } from './merge.js';

/** What tells of a record whose it is. */
export type Identified = {
  id: string;
  matricule: string | null;
  claimedMatricule: string | null;
  /** Those that a correction by a document has ended: they tell nobody apart, and prove nothing. */
  formerMatricules: string[];
  card: Buffer | null;
  claimedCard: Buffer | null;
  birthDate: string | null;
};

/** The same as columns of the person `p`. */
export const IDENTIFIED = sql`p.id, p.matricule, p.claimed_matricule as "claimedMatricule",
  p.cin_sealed as card, p.claimed_cin_sealed as "claimedCard", p.birth_date::text as "birthDate",
  array(select c.matricule from person_correction c where c.document is not null and c.matricule is not null
    and (c.person_id = p.id or c.person_id in (select a.id from person_alias a where a.person_id = p.id))) as "formerMatricules"`;

/** The two records of these ids, which the transaction holds. */
export async function readIdentified(tx: Tx, id: string, other: string): Promise<[Identified, Identified]> {
  const two = await tx.query<Identified>(sql`select ${IDENTIFIED} from person p where p.id in (${id}, ${other})`);
  return [two.find((one) => one.id === id)!, two.find((one) => one.id === other)!];
}

export const matriculeOf = ({ matricule, claimedMatricule }: Identified): string | null =>
  matricule ?? claimedMatricule;
export const cardOf = ({ card, claimedCard }: Identified): Buffer | null => card ?? claimedCard;

type Two = readonly [string | null, string | null];

const differ = ([one, other]: Two): boolean => one !== null && other !== null && one !== other;
const agree = ([one, other]: Two): boolean => one !== null && one === other;

/**
 * Refuses PERSONS_DIFFER of two whose CINs, matricules or birth dates say that they are two; `isSame`: whether a number of theirs is one, and
 * whether the birth date is.
 */
export function demandNotApart(
  vault: CinVault,
  one: Identified,
  other: Identified,
): { isSame: { number: boolean; birthDate: boolean } } {
  const hash = (sealed: Buffer | null): string | null => sealed && vault.hash(vault.open(sealed)).toString('hex');
  const cards: Two = [hash(cardOf(one)), hash(cardOf(other))];
  const matricules: Two = [matriculeOf(one), matriculeOf(other)];
  const births: Two = [one.birthDate, other.birthDate];
  const wasOneOf = (matricule: string | null, { formerMatricules }: Identified): boolean =>
    matricule !== null && formerMatricules.includes(matricule);
  if (differ(cards)) throw new PersonsDiffer('cin');
  if (differ(matricules) && !wasOneOf(matricules[0], other) && !wasOneOf(matricules[1], one))
    throw new PersonsDiffer('matricule');
  if (differ(births)) throw new PersonsDiffer('birthDate');
  return { isSame: { number: agree(cards) || agree(matricules), birthDate: agree(births) } };
}
