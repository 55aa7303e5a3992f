import { z } from 'zod';

/** Whose words a name in one language is. */
export const NameOrigin = z.enum(['official', 'translated', 'transliterated', 'derived']).meta({
  id: 'NameOrigin',
  description:
    'official: its source, or who may say so, calls it that; translated, transliterated: by us, in meaning or in sound, from the' +
    ' official one; derived: by us, read off a code',
});
export type NameOrigin = z.output<typeof NameOrigin>;
