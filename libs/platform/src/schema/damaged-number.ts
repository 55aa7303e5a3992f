const SHORTENED = /^\d+(?:[.,]\d+)?E\+?\d+$/i;

/** Whether a spreadsheet has shortened a long number to this, as 9.99E+12 or 9,998E+12: its digits are lost. */
export const isDamagedNumber = (cell: string): boolean => SHORTENED.test(cell.trim());
