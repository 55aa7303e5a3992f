import { applyDecorators, Injectable, SetMetadata } from '@nestjs/common';
import type { Wake } from './wake.js';

const PROCESSOR = 'takwin:processor';

/** A queue that a class works, and how many of its jobs run side by side in one process. */
export type Processing = { queue: string; concurrency: number };

/** What works a queue: at least once for what was accepted, so all that it does has to bear being done again. */
export interface Works {
  /** Does what a wake names. `signal` aborts when the lock was lost, or closing has waited long enough. */
  run(wake: Wake, signal: AbortSignal): Promise<void>;
  /** At most `limit` ids of what was accepted, best before the instant given, and is not done; the oldest first. */
  waiting(limit: number, before: Date): Promise<string[]>;
  /** Says of what was accepted that its job is dead: for work that somebody waits for, and that the sweeper had better not try again. */
  giveUp?(id: string): Promise<void>;
}

/** Has a provider work a queue wherever its module is part of the process: see Workers. */
export const Processor = (queue: string, { concurrency }: { concurrency: number }) =>
  applyDecorators(Injectable(), SetMetadata(PROCESSOR, { queue, concurrency } satisfies Processing)) as (
    type: new (...args: never[]) => Works,
  ) => void;

export const processingOf = (type: object): Processing | undefined =>
  Reflect.getMetadata(PROCESSOR, type) as Processing | undefined;
