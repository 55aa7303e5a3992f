const SHORTENED = /^\d+(?:[.,]\d+)?E\+?\d+$/i;

/** Whether a spreadsheet has shortened a long number to this, as 9.99E+12 or 9,998E+12: its digits are lost. */
export const isDamagedNumber = (cell: string): boolean => SHORTENED.test(cell.trim());

const DAY = /^(?:\d{1,2}([/.-])\d{1,2}\1(?:\d{2}|\d{4})|\d{4}-\d{1,2}-\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$/;
const RETYPED =
  /^(?:\d+(?:[.,]\d+)?E[+-]\d+|\d+[.,]\d+|\d+(?:[.,]\d+)? ?%|\d{1,2}:\d{2}(?::\d{2})?|TRUE|FALSE|VRAI|FAUX)$/i;

/** Whether a spreadsheet has made something else of a code: a day, an hour, a number, as 1E+05 or 10%, a truth, or 0 of an empty cell. */
export const isDamagedCode = (code: string): boolean => code === '0' || DAY.test(code) || RETYPED.test(code);

// In English and in French; ### where a column was too narrow.
const FAULT =
  /^#(?:N\/A|REF!|VALUE!|VALEUR!|NAME\?|NOM\?|NULL!|NUL!|NUM!|NOMBRE!|DIV\/0!|SPILL!|EPARS!|ÉPARS!|CALC!|#+)$/i;

/** Whether a spreadsheet says here that it has no value: #N/A, #REF!, #NOM?. */
export const isSpreadsheetFault = (cell: string): boolean => FAULT.test(cell.trim());
