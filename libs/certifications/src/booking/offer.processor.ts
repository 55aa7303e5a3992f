import { Processor, type Wake, type Works } from '@takwin/platform/jobs';
import { OFFER_QUEUE, FillOfferedSeatsHandler } from './fill-offered-seats.js';

@Processor(OFFER_QUEUE, { concurrency: 1 })
export class OfferProcessor implements Works {
  constructor(private readonly offers: FillOfferedSeatsHandler) {}

  run({ ids }: Wake): Promise<void> {
    return this.offers.run(ids);
  }

  waiting(limit: number): Promise<string[]> {
    return this.offers.waiting(limit);
  }
}
