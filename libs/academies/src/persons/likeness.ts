/** Letters, and pairs of them, that are written for one sound; what is left of a word by which two spellings of it are compared. */
const SOUNDS: [written: RegExp, as: string][] = [
  [/(.)\1/gu, '$1'],
  [/ou|o/gu, 'u'],
  [/dj/gu, 'j'],
  [/ph/gu, 'f'],
  [/sh/gu, 'ch'],
  [/c(?=[eiy])/gu, 's'],
  [/q|ck|c(?!h)/gu, 'k'],
  [/y/gu, 'i'],
  [/(.)\1/gu, '$1'],
];
const soundOf = (word: string): string => SOUNDS.reduce((told, [written, as]) => told.replace(written, as), word);

const ARABIC = /\p{Script=Arabic}/u;
const ONE_ALEF: Record<string, string> = { أ: 'ا', إ: 'ا', آ: 'ا', ى: 'ي', ة: 'ه' };

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFC')
    .replace(/[أإآىة]/gu, (letter) => ONE_ALEF[letter]!)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}ـ]/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

// What is written in one may stand apart in the name.
const piecesOf = (words: readonly string[]): string[] => [
  ...words,
  ...words.slice(1).map((word, index) => `${words[index]}${word}`),
];

/** What is told of a word beside the letters that it is other by: more than the words that a name has besides, less than a letter. */
const OTHER_SPELLING = 0.25;
const OTHER_LETTER = 0.01;
const WORD_MORE = 0.05;

/**
 * How far names are from what was asked, 0 where they are the same: the letters by which each word that was asked is other than the
 * nearest of the name. A name that has none in the script that was asked is as far as any such.
 */
export function farFrom(asked: string): (names: readonly (string | null)[]) => number {
  const words = wordsOf(asked).map((word) => ({ word, sound: soundOf(word) }));
  return (names) => {
    const all = names.flatMap((name) => wordsOf(name ?? ''));
    let far = 0;
    for (const { word, sound } of words) {
      const known = all.filter((one) => ARABIC.test(one) === ARABIC.test(word));
      const each = piecesOf(known).map((one) =>
        one === word
          ? 0
          : Math.min(distance(sound, soundOf(one)) + OTHER_SPELLING + distance(word, one) * OTHER_LETTER, word.length),
      );
      far += Math.min(...each, word.length) + Math.max(0, known.length - words.length) * WORD_MORE;
    }
    return far;
  };
}

const isVowel = (letter: string | undefined): boolean => letter !== undefined && 'aeiu'.includes(letter);

/** How many letters are added, left out or exchanged between two words; a vowel within them counts half, as Arabic leaves it out. */
function distance(one: string, other: string): number {
  const cost = (word: string, at: number) => (isVowel(word[at]) && at < word.length - 1 ? 0.5 : 1);
  let row = [0];
  for (let at = 0; at < other.length; at++) row.push(row[at]! + cost(other, at));
  for (let index = 0; index < one.length; index++) {
    const next = [row[0]! + cost(one, index)];
    for (let at = 0; at < other.length; at++) {
      const swap = one[index] === other[at] ? 0 : isVowel(one[index]) && isVowel(other[at]) ? 0.5 : 1;
      next.push(Math.min(next[at]! + cost(other, at), row[at + 1]! + cost(one, index), row[at]! + swap));
    }
    row = next;
  }
  return row.at(-1)!;
}
