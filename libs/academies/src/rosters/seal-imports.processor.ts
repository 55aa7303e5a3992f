import { Processor, type Wake, type Works } from '@takwin/platform/jobs';
import { SealImportsHandler } from './seal-imports.js';

@Processor('roster-seals', { concurrency: 1 })
export class SealImportsProcessor implements Works {
  constructor(private readonly sealing: SealImportsHandler) {}

  run(_: Wake, signal: AbortSignal): Promise<void> {
    return this.sealing.run(signal);
  }

  waiting(): Promise<string[]> {
    return this.sealing.waiting();
  }
}
