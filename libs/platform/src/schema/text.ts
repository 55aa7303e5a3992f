import { z } from 'zod';

/** What PostgreSQL or JSON would choke on: NUL, and halves of surrogate pairs. */
export const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

/** What nobody sees and nobody means: controls but lines and tabs, and ignorable characters but the joiners of Arabic script. */
const UNSEEN = /(?![\n\r\t\u200c\u200d])[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu;

/** Free text of 1 to `max` characters: without unseen ones, trimmed, in one Unicode form (NFC); refuses NUL and lone surrogates. */
export const Text = ({ max, min = 1 }: { max: number; min?: number }) =>
  z
    .string()
    .refine(isStorable, {
      message: 'NUL characters and lone surrogates are no text',
      params: { code: 'invalid_text' },
      abort: true,
    })
    .overwrite((text) => text.replace(UNSEEN, ''))
    .normalize('NFC')
    .trim()
    .min(min)
    .max(max);
