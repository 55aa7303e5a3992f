import { Processor, type Wake, type Works } from '@takwin/platform/jobs';
import { LAPSE_QUEUE, LapseVouchersHandler } from './lapse-vouchers.js';

@Processor(LAPSE_QUEUE, { concurrency: 1 })
export class LapseProcessor implements Works {
  constructor(private readonly lapsing: LapseVouchersHandler) {}

  run({ ids }: Wake): Promise<void> {
    return this.lapsing.run(ids);
  }

  waiting(limit: number): Promise<string[]> {
    return this.lapsing.waiting(limit);
  }
}
