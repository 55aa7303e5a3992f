import type { RunMethod } from './run.js';

/** What the programme has decided about runs. */
export class RunPolicy {
  constructor(
    /** Runs that change more persons than this are checked against the tenant and wait to be approved. */
    readonly approvalAbove: number,
    /** How licences are given where a run does not say. */
    readonly method: RunMethod,
    /** Runs of so many persons are somebody's who waits: they go before bulk. */
    readonly interactiveUpTo = 50,
  ) {}
}
