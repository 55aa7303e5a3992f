import { Processor, type Wake, type Works } from '@takwin/platform/jobs';
import { FINISH_QUEUE, FinishOfferingsHandler } from './finish-offerings.js';

@Processor(FINISH_QUEUE, { concurrency: 1 })
export class FinishProcessor implements Works {
  constructor(private readonly finishing: FinishOfferingsHandler) {}

  run({ ids }: Wake): Promise<void> {
    return this.finishing.run(ids);
  }

  waiting(limit: number): Promise<string[]> {
    return this.finishing.waiting(limit);
  }
}
