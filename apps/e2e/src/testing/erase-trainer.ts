import { Erases } from '@takwin/platform/erasure';
import type { Works } from '@takwin/platform/jobs';
import { Database } from '@takwin/platform/postgres';
import { withErasure } from '@takwin/services/erasure';
import { EraseTrainer } from '@takwin/trainers';

type Erasing = new (db: Database, erases: Erases, log: object) => Works;
type Composed = { imports: { providers: unknown[] }[] };

/**
 * Erases a person in the database of trainers as its worker does, to be killed: `node .config/run.js apps/e2e/dist/testing/erase-trainer.js URL
 * PERSON`.
 * @public
 */
export async function main([url = '', person = '']: string[]): Promise<number> {
  const { imports } = withErasure('trainers', class {}, EraseTrainer) as unknown as Composed;
  const Worker = imports.at(-1)!.providers.at(-1) as Erasing;
  const db = await Database.open({ url, name: 'to be killed' });
  const worker = new Worker(db, new EraseTrainer(), { info: () => {} });
  await worker.run({ ids: [person] } as never, new AbortController().signal);
  await db.close();
  return 0;
}
