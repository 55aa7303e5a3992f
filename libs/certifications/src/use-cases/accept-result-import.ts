import { Injectable } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth/actor';
import { FileRefused } from '@takwin/platform/errors/file-refused';
import { storeFile } from '@takwin/platform/files/store-file';
import { Queues } from '@takwin/platform/jobs/queues';
import { Database } from '@takwin/platform/postgres/database';
import { createOnce } from '@takwin/platform/postgres/idempotency';
import type { ImportView } from '@takwin/platform/schema/import-view';
import { command } from '@takwin/platform/schema/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { selectImports } from '../storage/result-import-rows.js';
import { MANAGERS } from './rules.js';

export const RESULT_IMPORT_QUEUE = 'result-imports';

export const AcceptResultImport = command(
  'AcceptResultImport',
  MANAGERS,
  {
    kind: z.enum(['results']),
    dryRun: z.stringbool().or(z.boolean()).default(false).describe('Tell what would happen, and change nothing'),
  },
  'Takes a file of results in; a worker imports it',
);
export type AcceptResultImport = z.output<typeof AcceptResultImport>;

@Injectable()
export class ResultImportAcceptance {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /** Stores the file as it streams and wakes the worker. Refuses FILE_IS_EMPTY; all else is told by the import's state. */
  async run(actor: Actor, command: AcceptResultImport, file: AsyncIterable<Uint8Array>): Promise<ImportView> {
    const { gzipped, encoding, bytes } = await storeFile(file);
    if (bytes === 0) throw new FileRefused('FILE_IS_EMPTY', 'the body holds no file');
    const accepted = await this.db.asActor(actor, async (tx) => {
      const { id } = await createOnce(
        tx,
        'result_import',
        { ...command, bytes },
        (once) => sql`
        insert into result_import(dry_run, actor, file, encoding, accepted_at, ${once.columns})
        values (${command.dryRun}, ${JSON.stringify(actor)}, ${gzipped}, ${encoding}, ${tx.at}, ${once.values})`,
      );
      return (await selectImports(tx, sql`i.id = ${id}`))[0]!;
    });
    if (accepted.state === 'accepted') await this.queues.wake(RESULT_IMPORT_QUEUE, { ids: [accepted.id] });
    return accepted;
  }
}
