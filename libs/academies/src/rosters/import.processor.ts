import { Processor, type Wake, type Works } from '@takwin/platform/jobs';
import { IMPORT_QUEUE, RunImportHandler } from './run-import.js';

/** One file at a time in each process. */
@Processor(IMPORT_QUEUE, { concurrency: 1 })
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
