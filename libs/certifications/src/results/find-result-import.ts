import { Injectable } from '@nestjs/common';
import { ImportId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { Words } from '@takwin/platform/errors';
import { Database } from '@takwin/platform/postgres';
import type { ImportView } from '@takwin/platform/imports';
import { query } from '@takwin/platform/schema';
import type { z } from 'zod';
import { resultImports } from './result-imports.rows.js';
import { RESULTS_SCOPE } from '../rules.js';

const READERS = { ...MANAGERS, auditor: 'programme' } as const;

export const FindResultImport = query('FindResultImport', READERS, { id: ImportId }, undefined, RESULTS_SCOPE);
export type FindResultImport = z.output<typeof FindResultImport>;

export const FindRejectedResults = query('FindRejectedResults', READERS, { id: ImportId }, undefined, RESULTS_SCOPE);
export type FindRejectedResults = z.output<typeof FindRejectedResults>;

@Injectable()
export class FindResultImportHandler {
  constructor(
    private readonly db: Database,
    private readonly words: Words,
  ) {}

  one(actor: Actor, { id }: FindResultImport): Promise<ImportView> {
    return resultImports(this.db).one(actor, id);
  }

  rejected(actor: Actor, { id }: FindRejectedResults): Promise<string> {
    return resultImports(this.db).rejected(actor, id, this.words);
  }
}
