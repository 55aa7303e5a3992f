import { Processor, type Wake, type Works } from '@takwin/platform/jobs';
import { BEGUN_QUEUE, VoidBegunVouchersHandler } from './void-begun-vouchers.js';

@Processor(BEGUN_QUEUE, { concurrency: 1 })
export class BegunProcessor implements Works {
  constructor(private readonly voiding: VoidBegunVouchersHandler) {}

  run({ ids }: Wake): Promise<void> {
    return this.voiding.run(ids);
  }

  waiting(limit: number): Promise<string[]> {
    return this.voiding.waiting(limit);
  }
}
