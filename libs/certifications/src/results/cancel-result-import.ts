import { Injectable } from '@nestjs/common';
import { ImportId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import type { ImportView } from '@takwin/platform/imports';
import { Database } from '@takwin/platform/postgres';
import { command } from '@takwin/platform/schema';
import { Vault } from '@takwin/platform/vault';
import type { z } from 'zod';
import { RESULT_SENDERS, RESULTS_SCOPE } from '../rules.js';
import { resultImports } from './result-imports.rows.js';

export const CancelResultImport = command(
  'CancelResultImport',
  RESULT_SENDERS,
  { id: ImportId },
  {
    summary: 'Cancel an import of results or exams',
    description:
      'Takes a file back that is not done yet, by who sent it or by the programme: nothing of it is taken in. One that is at work is left' +
      ' by its worker within moments, unless it is done first, which its state tells: until then it is cancelling. Refuses with IMPORT_HAS_ENDED.',
  },
  RESULTS_SCOPE,
);
export type CancelResultImport = z.output<typeof CancelResultImport>;

@Injectable()
export class CancelResultImportHandler {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
  ) {}

  /** See `FileImports.cancel`. */
  run(actor: Actor, { id }: CancelResultImport): Promise<ImportView> {
    return resultImports(this.db, this.vault).cancel(actor, id);
  }
}
