import { keptAnswersStep, type RetentionStep } from '@takwin/platform/retention';

/** What of trainers is kept for a time only. */
export const trainersRetention: readonly RetentionStep[] = [keptAnswersStep()];
