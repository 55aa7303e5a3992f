import { lifeCycle } from '@takwin/platform/schema';
import type { RunState } from './run.js';

/**
 * A large run is checked against the tenant and waits to be approved before anything is sent. One that is let go on is done at once
 * where nobody is left; one that is done is run again for whom it failed by `retry`.
 */
export const runLife = lifeCycle<RunState, never>()({
  accept: { from: [], to: ['checking', 'running', 'done'], event: null },
  check: { from: ['checking'], to: 'awaiting-approval', event: null },
  approve: { from: ['awaiting-approval'], to: ['running', 'done'], event: null },
  pause: { from: ['running'], to: 'paused', event: null },
  resume: { from: ['paused'], to: ['running', 'done'], event: null },
  cancel: { from: ['checking', 'awaiting-approval', 'running', 'paused'], to: 'cancelled', event: null },
  finish: { from: ['running'], to: 'done', event: null },
  retry: { from: ['done'], to: 'running', event: null },
});

export type RunStep = 'approve' | 'pause' | 'resume' | 'cancel' | 'retry';

/** The state that is asked for by a step. */
export const towards = (step: RunStep): RunState => [runLife.transitions[step].to].flat()[0]!;
