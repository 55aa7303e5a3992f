import { foldForSearch } from './reference/search-text.js';

const MOST_WORDS = 12;

/** A PostgreSQL tsquery in which every word must occur and the last may go on; null where nothing is left to look for. */
export function searchQuery(text: string): string | null {
  const words = foldForSearch(text).split(' ').filter(Boolean).slice(0, MOST_WORDS);
  if (words.length === 0) return null;
  return words.map((word, index) => `'${word}'${index === words.length - 1 ? ':*' : ''}`).join(' & ');
}
