import { keptAnswersStep, type RetentionStep } from '@takwin/platform/retention';
import { forgetSecrets } from './accounts/keep-initial-secrets.js';

/** What of licences is kept for a time only. */
export const licensingRetention: readonly RetentionStep[] = [
  keptAnswersStep(),
  { kind: 'first-passwords', remove: forgetSecrets },
];
