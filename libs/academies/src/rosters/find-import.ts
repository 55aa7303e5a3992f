import { Injectable } from '@nestjs/common';
import { ImportId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { Words } from '@takwin/platform/errors';
import { Database } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import type { z } from 'zod';
import type { ImportView } from '@takwin/platform/imports';
import { rosterImports } from './roster-imports.rows.js';

export const FindImport = query('FindImport', { ...MANAGERS, auditor: 'programme' }, { id: ImportId });
export type FindImport = z.output<typeof FindImport>;

export const FindRejectedRows = query('FindRejectedRows', { ...MANAGERS, auditor: 'programme' }, { id: ImportId });
export type FindRejectedRows = z.output<typeof FindRejectedRows>;

@Injectable()
export class FindImportHandler {
  constructor(
    private readonly db: Database,
    private readonly words: Words,
  ) {}

  one(actor: Actor, { id }: FindImport): Promise<ImportView> {
    return rosterImports(this.db).one(actor, id);
  }

  rejected(actor: Actor, { id }: FindRejectedRows): Promise<string> {
    return rosterImports(this.db).rejected(actor, id, this.words);
  }
}
