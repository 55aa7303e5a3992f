import { Refusal } from '@takwin/platform/errors/refusal';

/** Why a whole file cannot be imported. */
export type FileFault =
  | 'FILE_IS_EMPTY'
  | 'FILE_HAS_NO_ROWS'
  | 'FILE_IS_NOT_TEXT'
  | 'FILE_IS_MALFORMED'
  | 'HEADERS_RUN_TOGETHER'
  | 'HEADER_UNKNOWN'
  | 'COLUMN_TWICE'
  | 'COLUMN_MISSING'
  | 'SITE_MISSING'
  | 'ACADEMY_UNKNOWN';

export class FileRefused extends Refusal {
  constructor(fault: FileFault, detail: string) {
    super(fault, { status: 422, detail });
  }
}
