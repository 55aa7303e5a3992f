import { Processor, Queues, type Wake, type Works } from '@takwin/platform/jobs';
import { PROVISIONING_QUEUE } from '../queues.js';
import { ProvisionLicencesHandler } from './provision-licences.js';

@Processor(PROVISIONING_QUEUE, { concurrency: 2 })
export class ProvisioningProcessor implements Works {
  constructor(
    private readonly provisioning: ProvisionLicencesHandler,
    private readonly queues: Queues,
  ) {}

  async run({ ids }: Wake, signal: AbortSignal): Promise<void> {
    const shift = await this.provisioning.run(signal);
    if (shift === 'more') await this.queues.wake(PROVISIONING_QUEUE, { ids: ids.slice(0, 1) });
  }

  waiting(limit: number): Promise<string[]> {
    return this.provisioning.waiting(limit);
  }
}
