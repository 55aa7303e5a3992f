import { Processor, type Works } from '@takwin/platform/jobs/processor';
import type { Wake } from '@takwin/platform/jobs/wake';
import { DIRECTORY_QUEUE } from '../queues.js';
import { ReadDirectoryHandler } from './read-directory.js';

@Processor(DIRECTORY_QUEUE, { concurrency: 1 })
export class DirectoryProcessor implements Works {
  constructor(private readonly directory: ReadDirectoryHandler) {}

  async run({ ids }: Wake): Promise<void> {
    for (const id of ids) await this.directory.reconcile(id);
  }

  waiting(): Promise<string[]> {
    return this.directory.due();
  }
}
