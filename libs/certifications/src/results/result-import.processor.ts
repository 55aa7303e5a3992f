import { Processor, type Wake, type Works } from '@takwin/platform/jobs';
import { RESULT_IMPORT_QUEUE, RunResultImportHandler } from './run-result-import.js';

/** Two files at a time in each process, so that a short one does not wait for one that takes minutes. */
@Processor(RESULT_IMPORT_QUEUE, { concurrency: 2 })
export class ResultImportProcessor implements Works {
  constructor(private readonly imports: RunResultImportHandler) {}

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
