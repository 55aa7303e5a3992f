import type { Works } from '../jobs/processor.js';
import type { Wake } from '../jobs/wake.js';
import type { FileImports } from './file-imports.js';

/** Files sealed in one transaction, at most. */
const AT_ONCE = 20;

/**
 * Seals what stands in clear since an earlier release wrote it, and what an earlier key was for, bit by bit, until there is none: any
 * number of processes may, also while that release still writes.
 */
export class SealsImports implements Works {
  constructor(private readonly imports: FileImports) {}

  async run(_: Wake, signal: AbortSignal): Promise<void> {
    for (let some = 1; some > 0 && !signal.aborted;) some = await this.imports.sealSome(AT_ONCE);
  }

  async waiting(): Promise<string[]> {
    return (await this.imports.left()) > 0 ? ['unsealed'] : [];
  }
}
