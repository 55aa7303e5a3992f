/** One spelling of a name for comparing: no accents, cases, apostrophes or doubled blanks; Arabic stays as it is. */
export const foldName = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
