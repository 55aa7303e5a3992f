const ARABIC_FORMS: Record<string, string> = { أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ئ: 'ي', ؤ: 'و', ة: 'ه', گ: 'ك' };

/**
 * One spelling for what people spell in many: lower case, no accents, no Arabic vowel signs or tatweel, one form of
 * alef, ya and ta marbuta; anything else than letters and digits parts words.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u064b-\u065f\u0670\u0640]/g, '')
    .normalize('NFC')
    .replace(/[أإآٱىئؤةگ]/g, (form) => ARABIC_FORMS[form] ?? form)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** A PostgreSQL tsquery in which every word must occur and the last may go on; null where nothing is left to look for. */
export function searchQuery(text: string): string | null {
  const words = fold(text).split(' ').filter(Boolean).slice(0, 12);
  return words.length === 0
    ? null
    : words.map((word, index) => `'${word}'${index === words.length - 1 ? ':*' : ''}`).join(' & ');
}
