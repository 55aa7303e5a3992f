import { Injectable } from '@nestjs/common';
import { ImportId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { type Language, Words } from '@takwin/platform/errors';
import { Database } from '@takwin/platform/postgres';
import { type Page, query, someOf } from '@takwin/platform/schema';
import { z } from 'zod';
import { ImportKind, ImportView, listedImports } from '@takwin/platform/imports';
import { CinVault } from '../persons/cin.js';
import { rosterImports } from './roster-imports.rows.js';

export const FindImports = query(
  'FindImports',
  { ...MANAGERS, auditor: 'programme' },
  { kind: someOf(ImportKind, ['konosys']), ...listedImports },
  {
    summary: 'List imports',
    description:
      'Lists the files of one kind that were taken in, the newest first, a page at a time: a machine’s own, and to a director also' +
      ' those in which academies state persons of the region.',
  },
);
export type FindImports = z.output<typeof FindImports>;

/** How the graph asks for imports of whatever kind. */
export const ImportsOfAnyKind = z
  .strictObject({ kind: ImportView.shape.kind, ...listedImports })
  .meta({ id: 'ImportsOfAnyKind' });
export type ImportsOfAnyKind = z.output<typeof ImportsOfAnyKind>;

export const FindImport = query(
  'FindImport',
  { ...MANAGERS, auditor: 'programme' },
  { id: ImportId },
  {
    summary: 'Read an import',
    description:
      'Answers how far an import is: its state, and how many rows were read, accepted and rejected.' +
      ' To a director also of a file in which an academy states persons of the region.',
  },
);
export type FindImport = z.output<typeof FindImport>;

export const FindRejectedRows = query(
  'FindRejectedRows',
  { ...MANAGERS, auditor: 'programme' },
  { id: ImportId },
  {
    summary: 'Fetch the rejected rows of an import',
    description:
      'Answers the rows that were not imported as CSV, as they were sent and with the reason in the caller’s' +
      ' language, to be corrected and sent again, to who sent them, the programme and auditors; and those that were accepted and not followed, as ROW_NOT_FOLLOWED or PLACEMENT_UNKNOWN.',
  },
);
export type FindRejectedRows = z.output<typeof FindRejectedRows>;

@Injectable()
export class FindImportHandler {
  constructor(
    private readonly db: Database,
    private readonly words: Words,
    private readonly vault: CinVault,
  ) {}

  run(actor: Actor, query: FindImports, language: Language): Promise<Page<ImportView>> {
    return rosterImports(this.db, this.vault).list(actor, FindImports, query, { words: this.words, language });
  }

  one(actor: Actor, { id }: FindImport, language: Language): Promise<ImportView> {
    return rosterImports(this.db, this.vault).one(actor, id, { words: this.words, language });
  }

  rejected(actor: Actor, { id }: FindRejectedRows, language: Language): Promise<string> {
    return rosterImports(this.db, this.vault).rejected(actor, id, { words: this.words, language });
  }
}
