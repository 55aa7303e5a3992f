import { Processor, type Wake, type Works } from '@takwin/platform/jobs';
import { CHECK_QUEUE } from '../queues.js';
import { CheckRunHandler } from './check-run.js';

@Processor(CHECK_QUEUE, { concurrency: 1 })
export class CheckProcessor implements Works {
  constructor(private readonly check: CheckRunHandler) {}

  async run({ ids }: Wake): Promise<void> {
    for (const id of ids) await this.check.run(id);
  }

  waiting(limit: number): Promise<string[]> {
    return this.check.waiting(limit);
  }
}
