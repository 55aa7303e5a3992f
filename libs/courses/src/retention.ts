import { keptAnswersStep, type RetentionStep } from '@takwin/platform/retention';
import { dropUncounted } from './learning-record/statement.writer.js';

/** What of courses is kept for a time only. */
export const coursesRetention: readonly RetentionStep[] = [
  keptAnswersStep(true),
  { kind: 'uncounted-statements', remove: dropUncounted },
];
