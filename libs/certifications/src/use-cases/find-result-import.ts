import { Injectable } from '@nestjs/common';
import { ImportId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth/actor';
import { NotFound } from '@takwin/platform/errors/refusal';
import { rejectedFile } from '@takwin/platform/files/rejected-file';
import { Database } from '@takwin/platform/postgres/database';
import type { ImportView } from '@takwin/platform/schema/import-view';
import { query } from '@takwin/platform/schema/schema';
import sql, { type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { selectImports, selectRejectedRows } from '../storage/result-import-rows.js';
import { MANAGERS } from './rules.js';

const READERS = { ...MANAGERS, auditor: 'programme' } as const;

export const FindResultImport = query('FindResultImport', READERS, { id: ImportId });
export type FindResultImport = z.output<typeof FindResultImport>;

export const FindRejectedResults = query('FindRejectedResults', READERS, { id: ImportId });
export type FindRejectedResults = z.output<typeof FindRejectedResults>;

// Files may span academies: whoever is not of the whole programme sees the own ones only.
const mine = ({ scope, subject }: Actor): Sql => (scope === 'programme' ? sql`true` : sql`i.created_by = ${subject}`);

@Injectable()
export class ResultImportSearch {
  constructor(private readonly db: Database) {}

  async one(actor: Actor, { id }: FindResultImport): Promise<ImportView> {
    const [found] = await this.db.readAs(actor, (tx) => selectImports(tx, sql`i.id = ${id} and ${mine(actor)}`));
    if (!found) throw new NotFound('import');
    return found;
  }

  /** The rejected rows as CSV, to correct and send again. */
  async rejected(actor: Actor, { id }: FindRejectedResults): Promise<string> {
    await this.one(actor, { id });
    return this.db.readAs(actor, async (tx) => {
      const file = await tx.one<{ header: string[] | null }>(sql`select header from result_import where id = ${id}`);
      return rejectedFile(file?.header ?? [], await selectRejectedRows(tx, id));
    });
  }
}
