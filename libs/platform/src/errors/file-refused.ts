import { Refusal } from './refusal.js';

/** Why a whole file cannot be taken: FILE_IS_EMPTY, FILE_IS_NOT_TEXT, FILE_IS_MALFORMED, COLUMN_MISSING and their like. */
export class FileRefused extends Refusal {
  constructor(code: string, detail: string) {
    super(code, { status: 422, detail });
  }
}
