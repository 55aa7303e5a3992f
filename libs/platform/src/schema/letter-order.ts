/** How an Arabic letter stands in its word: joined to the one before, to the one after. */
type Joins = { back: boolean; on: boolean };

const ISOLATED: Joins = { back: false, on: false };
const FINAL: Joins = { back: true, on: false };
const INITIAL: Joins = { back: false, on: true };
const MEDIAL: Joins = { back: true, on: true };

/** Presentation forms of single letters and of lam-alef (Unicode, Arabic Presentation Forms A and B): those of a letter follow one another in one order. */
const BLOCKS: readonly (readonly [first: number, last: number])[] = [
  [0xfb50, 0xfbff],
  [0xfe80, 0xfefc],
];
const ORDER = [ISOLATED, FINAL, INITIAL, MEDIAL];
/** Of the alef maksura of Uighur, Kazakh and Kirghiz these two alone are here. */
const LAST_TWO = 0xfbe8;

const FORMS = new Map<string, Joins>();
for (const [first, last] of BLOCKS) {
  let [letter, place] = ['', 0];
  for (let code = first; code <= last; code++) {
    const form = String.fromCharCode(code);
    const folded = form.normalize('NFKC');
    if (folded === form) continue;
    place = folded === letter ? place + 1 : code === LAST_TWO ? 2 : 0;
    letter = folded;
    FORMS.set(form, ORDER[place]!);
  }
}

/** Words of Arabic letters, and what stands in them and is none: marks, of which some are forms too (U+FE70 to U+FE7F), and what keeps letters apart. */
const WORDS = /[\p{Script=Arabic}\p{M}\p{Join_Control}\u0640]+/gu;
const MARKS = /[\p{M}\u200c\ufe70-\ufe7f]/gu;

/**
 * Whether Arabic letters stand in the order in which they are seen from the left, the last of a word first, as old programs and PDFs write
 * them: by their presentation forms, one of which is joined to a letter that is not there, or that is not joined to it. Of a form
 * alone, of plain letters, and of words of which no two letters join, it cannot be known.
 */
export function isTurnedRound(text: string): boolean {
  return (text.match(WORDS) ?? []).some((word) => {
    const letters = Array.from(word.replace(MARKS, ''));
    if (letters.length < 2) return false;
    // A letter that has no form of its own joins as its neighbours do.
    const joins = (index: number, side: keyof Joins): boolean => {
      const letter = letters[index];
      return letter !== undefined && (FORMS.get(letter)?.[side] ?? true);
    };
    return letters.some((letter, index) => {
      const form = FORMS.get(letter);
      return (form?.back && !joins(index - 1, 'on')) || (form?.on && !joins(index + 1, 'back'));
    });
  });
}
