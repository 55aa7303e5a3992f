import { type Topic, TOPICS } from '@takwin/contracts/topics';
import type { CourseSeed } from './course-seed.js';

/**
 * Folds text for search in French, Arabic and English, the query as well as the catalogue: no case, accents or vowel
 * signs; one alef, ya and ha for the letters that people type alike; one blank for everything else.
 */
export const foldForSearch = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}ـ'’]/gu, '')
    .toLowerCase()
    .replace(/[أإآٱ]/gu, 'ا')
    .replace(/ى/gu, 'ي')
    .replace(/ة/gu, 'ه')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** What a course is found by: its titles, its code and its topics, as data has them and in three languages, folded. */
export function searchText(course: Pick<CourseSeed, 'code' | 'title' | 'publishedTitle' | 'topics'>): string {
  const topics = course.topics.flatMap((topic: Topic) => [topic, ...Object.values(TOPICS[topic])]);
  const { fr, ar, en } = course.title;
  const words = [fr, ar, en, course.publishedTitle?.text, course.code, ...topics].filter((text) => text != null);
  return foldForSearch(words.join(' '));
}
