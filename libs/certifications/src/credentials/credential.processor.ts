import { Processor, type Wake, type Works } from '@takwin/platform/jobs';
import { CREDENTIAL_QUEUE, IssueCredentialsHandler } from './issue-credentials.js';

@Processor(CREDENTIAL_QUEUE, { concurrency: 1 })
export class CredentialProcessor implements Works {
  constructor(private readonly issuing: IssueCredentialsHandler) {}

  run({ ids }: Wake): Promise<void> {
    return this.issuing.run(ids);
  }

  waiting(limit: number, before: Date): Promise<string[]> {
    return this.issuing.waiting(before, limit);
  }
}
