import { codeList } from './code-list.js';
import { z } from 'zod';

/** Whose words a name in one language is. */
export const NameOrigin = codeList('NameOrigin', 'Whose words a name is in one language', {
  official: 'Its source, or who may say so, calls it that',
  translated: 'By us, in meaning, from the official one',
  transliterated: 'By us, in sound, from the official one',
  derived: 'By us, read off a code',
});
export type NameOrigin = z.output<typeof NameOrigin>;
