import type { Name } from './person.js';

// What no decomposition brings to the letter that it looks like, as `person_name_key` has it.
const LIKE = new Map(
  Array.from('ıłøđðħŋɛəɣىیېةٱکہھە', (letter, index) => [letter, Array.from('iloddhneegيييهاكههه')[index]!] as const),
);

/** The letters and digits of a part of a name, as `person_name_key` compares them. */
const lettersOf = (part: string | null | undefined): string =>
  Array.from(
    (part ?? '')
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]|\p{Lm}/gu, ''),
    (letter) => LIKE.get(letter) ?? letter,
  ).join('');

/**
 * Whether two names are spellings of one: the same letters in whatever order of the parts, or in each part one other letter, two where
 * it has ten or more. A part that was not known may be added; one that was known is not taken away.
 */
export const isSpelling = (one: Name, other: Name): boolean =>
  areAlike([one.family, one.given], [other.family, other.given]) &&
  areAlike([one.familyArabic, one.givenArabic], [other.familyArabic, other.givenArabic]);

type Part = Extract<keyof Name, string>;
const LATIN: readonly Part[] = ['family', 'given'];
const ARABIC: readonly Part[] = ['familyArabic', 'givenArabic'];

const partsOf = (pair: readonly Part[], known: Name, said: Name, isSame: typeof isNear): Part[] =>
  pair.filter((part) => said[part] && !isSame(lettersOf(known[part]), lettersOf(said[part])));

/** The parts of a name that are said and are no spelling of those that are known: none of a spelling. */
export const renamedParts = (known: Name, said: Name): Part[] => [
  ...(areAlike([known.family, known.given], [said.family, said.given]) ? [] : partsOf(LATIN, known, said, isNear)),
  ...(areAlike([known.familyArabic, known.givenArabic], [said.familyArabic, said.givenArabic])
    ? []
    : partsOf(ARABIC, known, said, isNear)),
];

/** The parts in which two names differ that are not the same: those that are no spellings, else those of other letters. */
export function otherParts(known: Name, said: Name): Part[] {
  const renamed = renamedParts(known, said);
  return renamed.length > 0 ? renamed : partsOf([...LATIN, ...ARABIC], known, said, (one, other) => one === other);
}

type Parts = [family: string | null | undefined, given: string | null | undefined];

function areAlike(known: Parts, said: Parts): boolean {
  const [a, b] = known.map(lettersOf) as [string, string];
  const [c, d] = said.map(lettersOf) as [string, string];
  if (a + b === c + d || a + b === d + c) return true;
  return (isNear(a, c) && isNear(b, d)) || (isNear(a, d) && isNear(b, c));
}

/** Whether one letter at most is other in a word, two where it has ten or more. */
export const isNear = (known: string, said: string): boolean =>
  known === '' || (said !== '' && distance(known, said) <= (Math.min(known.length, said.length) < 10 ? 1 : 2));

/** How many letters are added, left out or exchanged between two words. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(one).entries()) {
    const next = [index + 1];
    for (const [at, also] of Array.from(other).entries())
      next.push(Math.min(next[at]! + 1, row[at + 1]! + 1, row[at]! + (letter === also ? 0 : 1)));
    row = next;
  }
  return row.at(-1)!;
}

/** A name as it was known before an academy spelled it anew, with what has been added since. */
export const firstSpelling = ({ name, spelledFrom }: { name: Name; spelledFrom: Partial<Name> | null }): Name => ({
  ...name,
  ...Object.fromEntries(Object.entries(spelledFrom ?? {}).filter(([, part]) => part !== null)),
});
