import { uploadedFilesStep } from '@takwin/platform/imports';
import { keptAnswersStep, type RetentionStep } from '@takwin/platform/retention';

/** What of the registers is kept for a time only. */
export const academiesRetention: readonly RetentionStep[] = [uploadedFilesStep('import'), keptAnswersStep()];
