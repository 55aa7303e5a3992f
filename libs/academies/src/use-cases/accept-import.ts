import { Injectable } from '@nestjs/common';
import { AcademyId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth/actor';
import { Queues } from '@takwin/platform/jobs/queues';
import { Database } from '@takwin/platform/postgres/database';
import { createOnce } from '@takwin/platform/postgres/idempotency';
import { command } from '@takwin/platform/schema/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import type { ImportView } from '@takwin/platform/schema/import-view';
import { FileRefused } from '@takwin/platform/errors/file-refused';
import { storeFile } from '@takwin/platform/files/store-file';
import { selectImports } from '../storage/import-rows.js';
import { MANAGERS } from './rules.js';

export const IMPORT_QUEUE = 'roster-imports';

export const AcceptImport = command(
  'AcceptImport',
  MANAGERS,
  {
    kind: z.enum(['konosys']),
    dryRun: z.stringbool().or(z.boolean()).default(false).describe('Tell what would happen, and change nothing'),
    academyId: AcademyId.optional().describe('Where the rows belong when the file has no Site column'),
  },
  'Takes a roster file in; a worker imports it',
);
export type AcceptImport = z.output<typeof AcceptImport>;

@Injectable()
export class ImportAcceptance {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /** Stores the file as it streams and wakes the worker. Refuses FILE_IS_EMPTY; all else is told by the import's state. */
  async run(actor: Actor, command: AcceptImport, file: AsyncIterable<Uint8Array>): Promise<ImportView> {
    const { gzipped, encoding, bytes } = await storeFile(file);
    if (bytes === 0) throw new FileRefused('FILE_IS_EMPTY', 'the body holds no file');
    const { kind, dryRun, academyId = null } = command;
    const accepted = await this.db.asActor(actor, async (tx) => {
      const { id } = await createOnce(
        tx,
        'import',
        { ...command, bytes },
        (once) => sql`
        insert into import(kind, dry_run, actor, academy_id, file, encoding, accepted_at, ${once.columns})
        values (${kind}, ${dryRun}, ${JSON.stringify(actor)}, ${academyId}, ${gzipped}, ${encoding}, ${tx.at}, ${once.values})`,
      );
      return (await selectImports(tx, sql`i.id = ${id}`))[0]!;
    });
    if (accepted.state === 'accepted') await this.queues.wake(IMPORT_QUEUE, { ids: [accepted.id] });
    return accepted;
  }
}
