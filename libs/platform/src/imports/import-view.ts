import { z } from 'zod';
import { Encoding, EncodingReason } from '../files/encoding.js';
import { codeList } from '../schema/code-list.js';
import { Flag, paging } from '../schema/schema.js';

export const ImportState = codeList('ImportState', 'Where an import stands', {
  accepted: 'Taken in: a worker reads it',
  done: 'Read: its rows were taken in or rejected one by one',
  refused: 'Refused whole: code says why',
  cancelled: 'Taken back before it was done: nothing of it was taken in',
});
export type ImportState = z.output<typeof ImportState>;

export const ImportKind = codeList('ImportKind', 'What a file holds', {
  konosys: 'Placements of persons: a roster as Konosys exports it',
  results: 'Results of exams',
  'exam-catalogue': 'Exams of Microsoft’s catalogue',
});

export const ImportView = z
  .object({
    id: z.uuid(),
    kind: ImportKind,
    state: ImportState,
    cancelling: z
      .boolean()
      .describe(
        'Somebody has asked for a file at work to be cancelled: its worker leaves it within moments, unless it is done first',
      ),
    dryRun: z.boolean(),
    acceptedAt: z.iso.datetime(),
    encoding: Encoding.describe(
      'How the file was read; of a zip what the sender named, else utf-8: each of its files is read by its own bytes',
    ),
    encodingBecause: EncodingReason.nullable().describe(
      'By whom or by what in its bytes that is known; null of files from before it was told',
    ),
    code: z.string().nullable().describe('Why the whole file was refused; null where it was not'),
    detail: z
      .string()
      .nullable()
      .describe('The same in a sentence, in the language that Accept-Language asks for; null where it was not'),
    rows: z.int().describe('Lines under the header; while the file is worked, those that were read so far'),
    accepted: z.int().describe('Rows that were taken in; while the file is worked, those so far'),
    held: z.int().describe('Rows of results that wait for somebody to decide'),
    rejected: z.int(),
    persons: z.int().describe('Distinct persons among the accepted rows'),
    unconfirmed: z
      .int()
      .describe('Persons among them of whom something is an academy’s word alone: they wait to be confirmed'),
    notFollowed: z
      .int()
      .describe(
        'Rows among the accepted ones that moved nobody, for a later statement placed the person otherwise, or nobody where the row' +
          ' says they are no more: the file of rejected rows has them, as ROW_NOT_FOLLOWED and PLACEMENT_UNKNOWN',
      ),
    changes: z.int().describe('Persons, results or exams created or changed; 0 when the same file comes again'),
  })
  .meta({ id: 'Import', description: 'A file taken in, and what became of its rows' });
export type ImportView = z.output<typeof ImportView>;

/** What every file may be sent with, beside its kind. */
export const sentFile = {
  dryRun: Flag.default(false).describe('Tell what would happen, and change nothing'),
  encoding: Encoding.optional().describe(
    'How the text is encoded, as the charset of Content-Type may say too; without either that is read from its bytes, and refused where they leave a doubt',
  ),
};

/** How the list of one kind of files is asked for, beside the kind. */
export const listedImports = { state: ImportState.optional(), ...paging };
