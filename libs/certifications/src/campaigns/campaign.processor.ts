import { Processor, Queues, type Wake, type Works } from '@takwin/platform/jobs';
import { CAMPAIGN_QUEUE, RunCampaignHandler } from './run-campaign.js';

@Processor(CAMPAIGN_QUEUE, { concurrency: 1 })
export class CampaignProcessor implements Works {
  constructor(
    private readonly campaigns: RunCampaignHandler,
    private readonly queues: Queues,
  ) {}

  async run({ ids }: Wake, signal: AbortSignal): Promise<void> {
    for (const id of ids)
      if ((await this.campaigns.run(id, signal)) === 'more') await this.queues.wake(CAMPAIGN_QUEUE, { ids: [id] });
  }

  waiting(limit: number, before: Date): Promise<string[]> {
    return this.campaigns.waiting(before, limit);
  }
}
