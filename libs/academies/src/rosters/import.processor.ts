import { Processor, type Wake, type Works } from '@takwin/platform/jobs';
import { IMPORT_QUEUE, RunImportHandler } from './run-import.js';

/** Two files at a time in each process, so that a short one does not wait for one that takes minutes. */
@Processor(IMPORT_QUEUE, { concurrency: 2 })
export class ImportProcessor implements Works {
  constructor(private readonly imports: RunImportHandler) {}

  async run({ ids }: Wake): Promise<void> {
    for (const id of ids) await this.imports.run(id);
  }

  waiting(limit: number, before: Date): Promise<string[]> {
    return this.imports.waiting(before, limit);
  }

  giveUp(id: string): Promise<void> {
    return this.imports.giveUp(id);
  }
}
