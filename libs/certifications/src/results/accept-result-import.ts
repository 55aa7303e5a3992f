import { Injectable } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { Forbidden } from '@takwin/platform/errors';
import { Queues } from '@takwin/platform/jobs';
import { Database } from '@takwin/platform/postgres';
import { ImportKind, type ImportView, sentFile } from '@takwin/platform/imports';
import { command, someOf } from '@takwin/platform/schema';
import { CATALOGUE_COLUMNS, NEEDED, NONE_KNOWN } from '../exams/catalogue-file.js';
import { Vault } from '@takwin/platform/vault';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { KINDS, resultImports } from './result-imports.rows.js';
import { RESULT_SENDERS, RESULTS_SCOPE } from '../rules.js';

export const AcceptResultImport = command(
  'AcceptResultImport',
  RESULT_SENDERS,
  {
    kind: someOf(ImportKind, KINDS).describe(
      'results: a score report with startedAt, score and registrationId, or matricule and examCode. Its wall times are those of' +
        ' Morocco: of an hour that is there twice the first; exam-catalogue: exams with their days, by a programme-admin, in the' +
        ` columns ${CATALOGUE_COLUMNS.join(', ')}. An empty cell says nothing, but ${NEEDED.join(', ')} are said in each row; ${NONE_KNOWN} as a first or last day, or as` +
        ' languages (en|ja), takes back what is known. A row without as_of adds an exam, and changes none',
    ),
    ...sentFile,
  },
  {
    summary: 'Send a file to be imported',
    description:
      'Takes in a file of rows, which a worker imports in the background: the answer is 202 with the import,' +
      ' whose state tells how far it is. With dryRun nothing is changed, and the import tells what would be.' +
      ' A column that is not known refuses the file.',
  },
  RESULTS_SCOPE,
);
export type AcceptResultImport = z.output<typeof AcceptResultImport>;

@Injectable()
export class AcceptResultImportHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
    private readonly vault: Vault,
  ) {}

  /** Refuses who may not correct exams a catalogue, FILE_IS_EMPTY and what `storeFile` does; all else is told by the import's state. */
  async run(actor: Actor, command: AcceptResultImport, file: AsyncIterable<Uint8Array>): Promise<ImportView> {
    const { kind, dryRun, encoding } = command;
    if (kind === 'exam-catalogue' && actor.role !== 'programme-admin')
      throw new Forbidden('a programme-admin sends exams');
    const own = { columns: sql`kind`, values: sql`${kind}::text` };
    return resultImports(this.db, this.vault).accept(actor, file, { dryRun, encoding, own }, this.queues);
  }
}
