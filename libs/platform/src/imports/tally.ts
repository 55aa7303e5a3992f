import type { RejectedRow, ZippedFile } from './rejected-file.js';

/** What became of a file's rows. */
export class Tally {
  rows = 0;
  accepted = 0;
  held = 0;
  persons = 0;
  unconfirmed = 0;
  changes = 0;
  header: readonly string[] = [];
  /** The files of a zip, in the order in which their lines are counted on. */
  readonly files: ZippedFile[] = [];
  readonly rejected: RejectedRow[] = [];
  /** Rows that were accepted, and not followed: they are told as rejected ones are. */
  readonly notFollowed: RejectedRow[] = [];
}
