import { uploadedFilesStep } from '@takwin/platform/imports';
import { keptAnswersStep, type RetentionStep } from '@takwin/platform/retention';

/** What of exams is kept for a time only. */
export const certificationsRetention: readonly RetentionStep[] = [
  uploadedFilesStep('result_import'),
  keptAnswersStep(true),
];
