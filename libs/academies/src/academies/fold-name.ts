/** One spelling of a name for comparing: no accents, cases, apostrophes or doubled blanks; Arabic stays as it is. */
export const foldName = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** What an academy can be found by: its code, its names and its city. */
export const searchNames = (academy: { code: string; name: { fr: string; ar: string | null }; city: string }): string =>
  [academy.code, academy.name.fr, academy.name.ar ?? '', academy.city].map(foldName).join('|');
