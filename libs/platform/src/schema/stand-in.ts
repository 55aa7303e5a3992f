import { isSpreadsheetFault } from './damaged-number.js';

// What programs and people write where they have nothing to say, by its letters.
const NOTHING = new Set(
  'null none neant undefined unknown inconnu inconnue aucun aucune لاشيء لايوجد غيرمعروف غيرمتوفر غيرمتوفرة مجهول بدون'.split(
    ' ',
  ),
);

// As programs write that a number is none: Nan and NAN may be names.
const NOT_A_NUMBER = /^nan$|^NaN$/;

/** Whether a text only stands for none: NULL, N/A, #N/A, néant, or dashes alone. */
export function isStandIn(text: string): boolean {
  if (isSpreadsheetFault(text) || /^[-–—_\s]+$/.test(text) || /^\W*n\W+a\W*$/i.test(text) || NOT_A_NUMBER.test(text))
    return true;
  const letters = text.normalize('NFKD').replace(/[^\p{L}\p{N}]/gu, '');
  return NOTHING.has(letters.toLowerCase()) || /^x{3,}$/i.test(letters);
}

/** Whether a spreadsheet would run a text as a formula, as far as it begins (OWASP, CSV injection). */
export const isFormula = (text: string): boolean => /^'*[=+\-@]/.test(text);
