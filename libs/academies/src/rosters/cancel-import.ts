import { Injectable } from '@nestjs/common';
import { ImportId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import type { ImportView } from '@takwin/platform/imports';
import { Database } from '@takwin/platform/postgres';
import { command } from '@takwin/platform/schema';
import type { z } from 'zod';
import { CinVault } from '../persons/cin.js';
import { rosterImports } from './roster-imports.rows.js';

export const CancelImport = command(
  'CancelImport',
  MANAGERS,
  { id: ImportId },
  {
    summary: 'Cancel an import',
    description:
      'Takes a file back that is not done yet, by who sent it or by the programme: nothing of it is taken in. One that is at work is left' +
      ' by its worker within moments, unless it is done first, which its state tells: until then it is cancelling. Refuses with IMPORT_HAS_ENDED.',
  },
);
export type CancelImport = z.output<typeof CancelImport>;

@Injectable()
export class CancelImportHandler {
  constructor(
    private readonly db: Database,
    private readonly vault: CinVault,
  ) {}

  /** See `FileImports.cancel`. */
  run(actor: Actor, { id }: CancelImport): Promise<ImportView> {
    return rosterImports(this.db, this.vault).cancel(actor, id);
  }
}
