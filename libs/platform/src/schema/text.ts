import { z } from 'zod';
import { isGarbled } from './garbled.js';
import { isTurnedRound } from './letter-order.js';
import { isFormula, isStandIn } from './stand-in.js';

/** What PostgreSQL or JSON would choke on: NUL, and halves of surrogate pairs. */
export const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

/** What nobody sees and nobody means: ignorable characters but the joiners of Arabic script. */
const UNSEEN = /(?![\u200c\u200d])\p{Default_Ignorable_Code_Point}/gu;

/** What has letters shown in another order than they stand in: without it, the name is not the one that everybody saw. */
const OVERRIDES = /[\u202d\u202e]/u;

/** Without what nobody sees, trimmed, in one Unicode form (NFC); the line and page breaks of word processors are lines. */
const tidy = (text: string): string =>
  text
    .replace(UNSEEN, '')
    .replace(/[\v\f]/g, '\n')
    .normalize('NFC')
    .trim();

type Size = { max: number; min?: number };

const textBy =
  (fold: (text: string) => string) =>
  ({ max, min = 1 }: Size) =>
    z
      .string()
      .refine(isStorable, {
        message: 'NUL characters and lone surrogates are no text',
        params: { code: 'invalid_text' },
        abort: true,
      })
      .refine((text) => !isGarbled(text), {
        message: 'letters as they were written, not as another encoding reads them',
        params: { code: 'invalid_text' },
        abort: true,
      })
      .refine((text) => !OVERRIDES.test(text), {
        message: 'letters in the order in which they are read, without characters that turn it round',
        params: { code: 'invalid_text' },
        abort: true,
      })
      .refine((text) => !isTurnedRound(text.replace(UNSEEN, '')), {
        message: 'Arabic letters in the order in which they are read, not the last of a word first',
        params: { code: 'invalid_text' },
        abort: true,
      })
      .overwrite(fold)
      .min(min)
      .max(max);

/**
 * Free text of 1 to `max` characters: without unseen ones, trimmed, in one Unicode form (NFC). Refuses NUL, lone surrogates, control
 * characters but lines and tabs, those that turn the order of letters, letters that were turned round, and what was garbled on its way
 * here: invalid_text.
 */
export const Text = textBy(tidy);

/** Letters and digits that only look otherwise: full-width ones, ligatures, Arabic ones as they are joined. Raised letters differ. */
const OTHER_FORMS = /(?:(?![\p{Lm}ªº])[\p{L}\p{Nl}\p{Nd}\uff01-\uff5e])+/gu;
/** Between Arabic letters: what keeps them joined or apart, and the line that stretches a word. */
const JOINERS = /[\p{Join_Control}\u0640]/gu;

/** Marks without a letter to stand on, and Arabic ones on a letter that is none: nobody wrote them, and they cannot be set. */
const STRAY_MARKS = /(?<!\p{L}\p{M}*)\p{M}+|(?<![\u0620-\u06ff\u0750-\u077f]\p{M}*)[\u064b-\u065f\u0670]+/gu;

/** A text on one line, as it is compared and printed: one blank for blanks and breaks, one form of each letter and digit, no joiners, stretched words or stray marks. */
export const onOneLine = (text: string): string =>
  tidy(text)
    .replace(JOINERS, '')
    .replace(OTHER_FORMS, (letters) => letters.normalize('NFKC'))
    .normalize('NFC')
    .replace(STRAY_MARKS, '')
    .replace(/\s+/gu, ' ')
    .trim();

/** A number or a code of ASCII as it is typed, in whatever digits and hyphens it is written, without what nobody sees. */
export const plainCode = (text: string): string =>
  text
    .replace(UNSEEN, '')
    .replace(JOINERS, '')
    .replace(OTHER_FORMS, (letters) => letters.normalize('NFKC'))
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .trim();

/** A name or a code: text on one line (see `onOneLine`), of 1 to `max` characters after it was folded. Refuses what `Text` refuses. */
export const OneLine = textBy(onOneLine);

/** Blocks of characters that the fonts of our certificates have, without angle brackets: nothing here is markup. */
const PRINTABLE =
  /^(?:[ -;=?-~¡-\u024f\u0259\u025b\u0263\u02b0-\u02bf\u060c\u061b\u061f\u0620-\u065f\u0660-\u06d3\u06d5\u06ee-\u06ff\u0750-\u077f\u1d43-\u1d6a\u1e00-\u1eff\u2010-\u2015\u2018-\u201e\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u20ac\u2116\u2122\u2d30-\u2d67\u2d6f]|[\u0300-\u036f]|\u2d7f)*$/u;

/**
 * A line that is a name, or is made of several: refuses as `stands_for_none` what only stands for no name, and as `is_formula` what a
 * spreadsheet would run.
 */
export const named = (line: z.ZodString, namesIn = (text: string): readonly string[] => [text]) =>
  line
    .refine((text) => text === '' || !namesIn(text).some(isStandIn), {
      message: 'what it is called, not NULL, N/A or another word for none',
      params: { code: 'stands_for_none' },
      abort: true,
    })
    .refine((text) => !namesIn(text).some(isFormula), {
      message: 'not what a spreadsheet runs as a formula: it begins with = + - or @',
      params: { code: 'is_formula' },
      abort: true,
    });

/**
 * A title, or what else is shown as it was said: a line of Latin, Arabic and Tifinagh letters, digits and signs; refuses all else as
 * invalid_text, and what `named` refuses.
 */
export const Title = (size: Size) =>
  named(OneLine(size)).refine((line) => PRINTABLE.test(line), {
    message: 'Latin, Arabic or Tifinagh letters, digits and signs, without markup or pictures',
    params: { code: 'invalid_text' },
  });
