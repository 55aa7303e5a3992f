/** One blank for every run of blanks, no-break ones included; none at the ends. */
export const tidy = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** What two spellings of one French name share: no case, no accents, no apostrophes, one blank for punctuation. */
export const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
