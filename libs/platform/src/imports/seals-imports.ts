import type { OnModuleInit } from '@nestjs/common';
import type { FileImports } from './file-imports.js';

/** Files sealed in one transaction, at most. */
const AT_ONCE = 20;

/**
 * Seals what stands in clear since an earlier release wrote it, and what an earlier key was for, bit by bit, until there is none: any
 * number of processes may, also while that release still writes. None starts without a key that something is sealed with.
 */
export class SealsImports implements OnModuleInit {
  constructor(private readonly imports: FileImports) {}

  onModuleInit(): Promise<void> {
    return this.imports.demandKeys();
  }

  async run(signal: AbortSignal): Promise<void> {
    for (let some = 1; some > 0 && !signal.aborted;) some = await this.imports.sealSome(AT_ONCE);
  }

  /** What a sweeper is told is left. */
  async waiting(): Promise<string[]> {
    return (await this.imports.left()) > 0 ? ['unsealed'] : [];
  }
}
