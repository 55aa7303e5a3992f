/** What refusals are told in. French is what the field speaks: who asks for no language, or for another one, reads it. */
export type Language = 'fr' | 'ar' | 'en';

const LANGUAGES: readonly string[] = ['fr', 'ar', 'en'];

const isSpoken = (name: string): name is Language => LANGUAGES.includes(name);

/** The language that an Accept-Language asks for first (RFC 9110, 12.5.4); of two that are wanted alike the first named. */
export function languageOf(accepted: string | undefined): Language {
  const wanted = (accepted ?? '').split(',').flatMap((range, index) => {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const q = Number(parameters.find((one) => one.startsWith('q='))?.slice(2) ?? 1);
    const language = tag === '*' ? 'fr' : (tag.split('-', 1)[0] ?? '');
    return isSpoken(language) && q > 0 ? [{ language, q, index }] : [];
  });
  return wanted.toSorted((one, other) => other.q - one.q || one.index - other.index)[0]?.language ?? 'fr';
}
