import { Processor, type Works } from '@takwin/platform/jobs';
import { ENTITLEMENT_QUEUE } from '../queues.js';
import { ReviewEntitlementsHandler } from './review-entitlements.js';

@Processor(ENTITLEMENT_QUEUE, { concurrency: 1 })
export class EntitlementProcessor implements Works {
  constructor(private readonly review: ReviewEntitlementsHandler) {}

  run(): Promise<void> {
    return this.review.run();
  }

  waiting(): Promise<string[]> {
    return this.review.due();
  }
}
