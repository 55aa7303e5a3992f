import { Refusal } from './refusal.js';

/** Why a whole file cannot be taken: FILE_IS_EMPTY, FILE_IS_NOT_TEXT, FILE_IS_MALFORMED, COLUMN_MISSING and their like. */
export class FileRefused extends Refusal {
  /** `about` stands for the placeholders of its sentence: the columns, for one. */
  constructor(code: string, detail: string, about: Record<string, unknown> = {}) {
    super(code, { status: 422, detail, extra: about });
  }
}
