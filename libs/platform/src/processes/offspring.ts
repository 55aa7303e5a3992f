import { execFile } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Whether processes that were started for a folder still run, though whoever started them was killed. Each inherits an end of
 * the folder's named pipe, and its children inherit it from there: the operating system knows whether anybody has it open.
 */
export class Offspring {
  private constructor(private readonly pipe: string) {}

  /** `pipe` is the path of the named pipe, which is made where it is missing. Windows has none: there nobody is ever seen. */
  static async at(pipe: string): Promise<Offspring> {
    await run('mkfifo', ['-m', '600', pipe]).catch(() => {});
    return new Offspring(pipe);
  }

  /** Runs `spawn` with what is to be handed to the child, as one more of its `stdio`. */
  born<T>(spawn: (end: number | 'ignore') => T): T {
    const end = this.#open(constants.O_RDONLY);
    try {
      return spawn(end ?? 'ignore');
    } finally {
      if (end !== undefined) closeSync(end);
    }
  }

  get isAlive(): boolean {
    const end = this.#open(constants.O_WRONLY);
    if (end !== undefined) closeSync(end);
    return end !== undefined;
  }

  // To write is refused at once where nobody reads.
  #open(mode: number): number | undefined {
    try {
      return openSync(this.pipe, mode | (constants.O_NONBLOCK ?? 0));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENXIO' || code === 'ENOENT') return undefined;
      throw error;
    }
  }
}
