import { z } from 'zod';

/** What PostgreSQL or JSON would choke on: NUL, and halves of surrogate pairs. */
export const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

/** Free text of 1 to `max` characters: trimmed, in one Unicode form (NFC); refuses NUL and lone surrogates. */
export const Text = ({ max, min = 1 }: { max: number; min?: number }) =>
  z
    .string()
    .refine(isStorable, {
      message: 'NUL characters and lone surrogates are no text',
      params: { code: 'invalid_text' },
      abort: true,
    })
    .normalize('NFC')
    .trim()
    .min(min)
    .max(max);
