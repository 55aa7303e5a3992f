const SHORTENED = /^\d+(?:[.,]\d+)?E\+?\d+$/i;

/** Whether a spreadsheet has shortened a long number to this, as 9.99E+12 or 9,998E+12: its digits are lost. */
export const isDamagedNumber = (cell: string): boolean => SHORTENED.test(cell.trim());

// In English and in French; ### where a column was too narrow.
const FAULT =
  /^#(?:N\/A|REF!|VALUE!|VALEUR!|NAME\?|NOM\?|NULL!|NUL!|NUM!|NOMBRE!|DIV\/0!|SPILL!|EPARS!|ÉPARS!|CALC!|#+)$/i;

/** Whether a spreadsheet says here that it has no value: #N/A, #REF!, #NOM?. */
export const isSpreadsheetFault = (cell: string): boolean => FAULT.test(cell.trim());
