import { Processor, type Wake, type Works } from '@takwin/platform/jobs';
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
