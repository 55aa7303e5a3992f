import { Processor, type Wake, type Works } from '@takwin/platform/jobs';
import { INTERRUPTED_QUEUE, LapseInterruptedHandler } from './lapse-interrupted.js';

@Processor(INTERRUPTED_QUEUE, { concurrency: 1 })
export class InterruptedProcessor implements Works {
  constructor(private readonly lapsing: LapseInterruptedHandler) {}

  run({ ids }: Wake): Promise<void> {
    return this.lapsing.run(ids);
  }

  waiting(limit: number): Promise<string[]> {
    return this.lapsing.waiting(limit);
  }
}
