import { Injectable } from '@nestjs/common';
import { ImportId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth/actor';
import { NotFound } from '@takwin/platform/errors/refusal';
import { Database } from '@takwin/platform/postgres/database';
import { query } from '@takwin/platform/schema/schema';
import sql, { type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import type { ImportView } from '@takwin/platform/schema/import-view';
import { rejectedFile } from '@takwin/platform/files/rejected-file';
import { selectImports, selectRejectedRows } from '../storage/import-rows.js';
import { MANAGERS } from './rules.js';

export const FindImport = query('FindImport', { ...MANAGERS, auditor: 'programme' }, { id: ImportId });
export type FindImport = z.output<typeof FindImport>;

export const FindRejectedRows = query('FindRejectedRows', { ...MANAGERS, auditor: 'programme' }, { id: ImportId });
export type FindRejectedRows = z.output<typeof FindRejectedRows>;

// Files may span academies: whoever is not of the whole programme sees the own ones only.
const mine = ({ scope, subject }: Actor): Sql => (scope === 'programme' ? sql`true` : sql`i.created_by = ${subject}`);

@Injectable()
export class ImportSearch {
  constructor(private readonly db: Database) {}

  async one(actor: Actor, { id }: FindImport): Promise<ImportView> {
    const [found] = await this.db.readAs(actor, (tx) => selectImports(tx, sql`i.id = ${id} and ${mine(actor)}`));
    if (!found) throw new NotFound('import');
    return found;
  }

  /** The rejected rows as CSV, to correct and send again. */
  async rejected(actor: Actor, { id }: FindRejectedRows): Promise<string> {
    await this.one(actor, { id });
    return this.db.readAs(actor, async (tx) => {
      const [{ header }] = (await tx.query<{ header: string[] | null }>(
        sql`select header from import where id = ${id}`,
      )) as [{ header: string[] | null }];
      return rejectedFile(header ?? [], await selectRejectedRows(tx, id));
    });
  }
}
