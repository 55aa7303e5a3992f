import type { Workplace } from '@takwin/platform/runner/domain-service';
import type { CinVault } from './persons/cin.js';
import { IMPORT_QUEUE, ImportRun } from './rosters/run-import.js';

/** Works the imports, one file at a time in each process; the sweeper brings what was accepted and not done. */
export function workImports({ db, queues, env }: Pick<Workplace, 'db' | 'queues' | 'env'>, vault: CinVault): void {
  const imports = new ImportRun(db, vault);
  const every = env.SWEEP_SECONDS * 1000;
  const before = (): Date => new Date(db.clock.now().getTime() - every);
  const run = async ({ ids }: { ids: readonly string[] }): Promise<void> => {
    for (const id of ids) await imports.run(id);
  };
  queues.work(IMPORT_QUEUE, { concurrency: 1, run });
  queues.sweep(IMPORT_QUEUE, { every, find: (limit) => imports.waiting(before(), limit) });
}
