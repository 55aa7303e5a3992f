import { Injectable } from '@nestjs/common';
import { ImportId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { type Language, Words } from '@takwin/platform/errors';
import { Database } from '@takwin/platform/postgres';
import { ImportKind, type ImportView, listedImports } from '@takwin/platform/imports';
import { type Page, query, someOf } from '@takwin/platform/schema';
import { Vault } from '@takwin/platform/vault';
import { z } from 'zod';
import { KINDS, resultImports } from './result-imports.rows.js';
import { RESULTS_SCOPE } from '../rules.js';

const READERS = { ...MANAGERS, auditor: 'programme' } as const;

export const FindResultImports = query(
  'FindResultImports',
  READERS,
  { kind: someOf(ImportKind, KINDS), ...listedImports },
  {
    summary: 'List imports of results or exams',
    description: 'Lists the files of results, or of exams, that were taken in, the newest first, a page at a time.',
  },
  RESULTS_SCOPE,
);
export type FindResultImports = z.output<typeof FindResultImports>;

export const FindResultImport = query(
  'FindResultImport',
  READERS,
  { id: ImportId },
  {
    summary: 'Read an import of results or exams',
    description:
      'Answers how far an import of results, or of exams, is: its state, and how many rows were read, accepted and rejected.',
  },
  RESULTS_SCOPE,
);
export type FindResultImport = z.output<typeof FindResultImport>;

export const FindRejectedResults = query(
  'FindRejectedResults',
  READERS,
  { id: ImportId },
  {
    summary: 'Fetch the rejected rows of an import of results or exams',
    description:
      'Answers the rows that were not imported as CSV, as they were sent and with the reason in the caller’s' +
      ' language.',
  },
  RESULTS_SCOPE,
);
export type FindRejectedResults = z.output<typeof FindRejectedResults>;

@Injectable()
export class FindResultImportHandler {
  constructor(
    private readonly db: Database,
    private readonly words: Words,
    private readonly vault: Vault,
  ) {}

  run(actor: Actor, query: FindResultImports, language: Language): Promise<Page<ImportView>> {
    return resultImports(this.db, this.vault).list(actor, FindResultImports, query, { words: this.words, language });
  }

  one(actor: Actor, { id }: FindResultImport, language: Language): Promise<ImportView> {
    return resultImports(this.db, this.vault).one(actor, id, { words: this.words, language });
  }

  rejected(actor: Actor, { id }: FindRejectedResults, language: Language): Promise<string> {
    return resultImports(this.db, this.vault).rejected(actor, id, { words: this.words, language });
  }
}
