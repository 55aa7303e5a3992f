/** What removes personal data that is no longer kept. */
export { keptAnswersStep } from './retention/kept-answers.js';
export { retentionMigration, type RetentionStep, type TellRun } from './retention/retention-run.js';
export { retaining } from './retention/retention.module.js';
