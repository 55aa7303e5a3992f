import { Injectable } from '@nestjs/common';
import { AcademyId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { Queues } from '@takwin/platform/jobs';
import { Database } from '@takwin/platform/postgres';
import { command, someOf } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { ImportKind, type ImportView, sentFile } from '@takwin/platform/imports';
import { CinVault } from '../persons/cin.js';
import { REQUIRED_COLUMNS, TAKEN_COLUMNS } from './konosys-header.js';
import { rosterImports } from './roster-imports.rows.js';

export const AcceptImport = command(
  'AcceptImport',
  MANAGERS,
  {
    kind: someOf(ImportKind, ['konosys']).describe(
      'konosys: an export of who is inscribed where, by rows. It takes the columns ' +
        `${TAKEN_COLUMNS.join(', ')}, of which ${REQUIRED_COLUMNS.join(', ')} are required; others of Konosys are read over`,
    ),
    ...sentFile,
    academyId: AcademyId.optional().describe(
      'Where those rows belong that say no Site: all of them where the file has no such column.' +
        ' A row whose Site is another academy is refused: SITE_TOLD_OTHERWISE',
    ),
  },
  {
    summary: 'Send a file to be imported',
    description:
      'Takes in a file of rows, which a worker imports in the background: the answer is 202 with the import,' +
      ' whose state tells how far it is. With dryRun nothing is changed, and the import tells what would be.' +
      ' All rows of a file are one statement, and of several files the one accepted last says where a person is: it' +
      ' ends placements in other groups of the same academy and year, and at other academies, within the scope of its' +
      ' sender.',
  },
);
export type AcceptImport = z.output<typeof AcceptImport>;

@Injectable()
export class AcceptImportHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
    private readonly vault: CinVault,
  ) {}

  /** Refuses FILE_IS_EMPTY and what `storeFile` does; all else is told by the import's state. */
  run(actor: Actor, command: AcceptImport, file: AsyncIterable<Uint8Array>): Promise<ImportView> {
    const { kind, dryRun, encoding, academyId = null } = command;
    const own = { columns: sql`kind, academy_id`, values: sql`${kind}, ${academyId}` };
    return rosterImports(this.db, this.vault).accept(actor, file, { dryRun, encoding, own }, this.queues);
  }
}
